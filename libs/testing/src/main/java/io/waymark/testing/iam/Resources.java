package io.waymark.testing.iam;

import io.waymark.tenancy.installation.Installation;

/// ARNs of an installation's tables and buckets.
record Resources(Installation installation) {
  String table(String name) {
    return "arn:aws:dynamodb:%s:%s:table/%s"
        .formatted(installation.region(), installation.account(), name);
  }

  String bucket(String name) {
    return "arn:aws:s3:::" + name;
  }
}
