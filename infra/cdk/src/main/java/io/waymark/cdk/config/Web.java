package io.waymark.cdk.config;

import java.util.List;
import java.util.Optional;

/// How callers reach the HTTP API.
///
/// @param origins whose pages may call it from a browser
/// @param firewall whether AWS WAF stands in front, which bills by the month
/// @param requestsPerSecond of all callers together; beyond it they get 429
public record Web(
    Optional<Domain> domain, List<String> origins, boolean firewall, int requestsPerSecond) {
  public Web {
    origins = List.copyOf(origins);
  }

  /// A name of the operator's own.
  ///
  /// @param certificateArn of AWS Certificate Manager, in the stage's region
  /// @param truststore `s3://…/….pem`: only callers with a certificate of these authorities (mutual
  ///   TLS)
  public record Domain(String name, String certificateArn, Optional<Truststore> truststore) {}

  /// Certificates of authorities, in S3.
  public record Truststore(String bucket, String key) {}
}
