package io.waymark.recommend.health;

import io.waymark.edge.HealthCheck;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.s3.S3Client;

/// Asks for the bucket of the models.
@Singleton
final class S3Check implements HealthCheck {
  private final S3Client s3;
  private final String bucket;

  S3Check(S3Client s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.MODELS);
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public String ask() {
    boolean _ = s3.headBucket(request -> request.bucket(bucket)).sdkHttpResponse().isSuccessful();
    return "answers";
  }
}
