package io.waymark.cdk.data;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Kept;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CorsRule;
import software.amazon.awscdk.services.s3.HttpMethods;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/// The S3 buckets that [Bucket] names: private, encrypted, versioned, TLS only, each access noted
/// in the bucket of logs.
public final class Buckets extends Construct {
  /// Where Lambda keeps stream batches that it gave up.
  public static final String GIVEN_UP = "aws/lambda/";

  private final Map<Bucket, IBucket> buckets = new EnumMap<>(Bucket.class);

  /// @param origins whose pages may use presigned uploads
  record Props(Installation installation, IKey key, List<String> origins, Retention retention) {
    Props {
      origins = List.copyOf(origins);
    }
  }

  Buckets(Construct scope, String id, Props props) {
    super(scope, id);
    buckets.put(Bucket.LOGS, logs(props));
    for (Bucket bucket : Bucket.values()) {
      if (bucket != Bucket.LOGS) {
        buckets.put(bucket, create(bucket, props));
      }
    }
  }

  public IBucket get(Bucket bucket) {
    return Objects.requireNonNull(buckets.get(bucket));
  }

  private software.amazon.awscdk.services.s3.Bucket create(Bucket bucket, Props props) {
    software.amazon.awscdk.services.s3.Bucket.Builder builder =
        builder(bucket, props)
            .encryption(BucketEncryption.KMS)
            .encryptionKey(props.key())
            // One call of KMS for many objects.
            .bucketKeyEnabled(true)
            .serverAccessLogsBucket(get(Bucket.LOGS))
            .serverAccessLogsPrefix("s3/" + bucket.purpose() + "/");
    if (bucket == Bucket.DATA && !props.origins().isEmpty()) {
      builder.cors(
          List.of(
              CorsRule.builder()
                  .allowedMethods(List.of(HttpMethods.PUT))
                  .allowedOrigins(props.origins())
                  .allowedHeaders(List.of("*"))
                  .build()));
    }
    return builder.build();
  }

  private software.amazon.awscdk.services.s3.Bucket logs(Props props) {
    software.amazon.awscdk.services.s3.Bucket logs =
        builder(Bucket.LOGS, props).encryption(BucketEncryption.S3_MANAGED).build();
    NagSuppressions.addResourceSuppressions(
        logs,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-S1")
                .reason("It holds the access logs of the others; its own would never end.")
                .build()));
    return logs;
  }

  private software.amazon.awscdk.services.s3.Bucket.Builder builder(Bucket bucket, Props props) {
    return software.amazon.awscdk.services.s3.Bucket.Builder.create(this, bucket.purpose())
        .bucketName(props.installation().name(bucket))
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .enforceSsl(true)
        .minimumTlsVersion(1.2)
        .versioned(true)
        .lifecycleRules(rules(bucket))
        .removalPolicy(props.retention().policy())
        .autoDeleteObjects(props.retention().policy() == RemovalPolicy.DESTROY);
  }

  private static List<LifecycleRule> rules(Bucket bucket) {
    List<LifecycleRule> rules = new ArrayList<>();
    rules.add(
        LifecycleRule.builder()
            .id("replaced")
            .noncurrentVersionExpiration(days(Kept.OLD_OBJECTS))
            .abortIncompleteMultipartUploadAfter(Duration.days(1))
            .build());
    switch (bucket) {
      case TRAINING_DATA ->
          rules.add(
              LifecycleRule.builder()
                  .id("rarely-read")
                  .transitions(
                      List.of(
                          Transition.builder()
                              .storageClass(StorageClass.INTELLIGENT_TIERING)
                              .transitionAfter(Duration.days(30))
                              .build()))
                  .build());
      case DATA -> {
        rules.add(expiring("uploads/", Kept.UPLOADS));
        rules.add(expiring("dead-letters/", Kept.DEAD_LETTERS));
        rules.add(expiring(GIVEN_UP, Kept.DEAD_LETTERS));
      }
      case LOGS -> rules.add(LifecycleRule.builder().id("old").expiration(days(Kept.LOGS)).build());
      case MODELS -> rules.add(expiring("_uploads/", Kept.UPLOADED_MODELS));
      case USER_DATA, ITEM_DATA -> {}
    }
    return rules;
  }

  private static LifecycleRule expiring(String prefix, Kept kept) {
    return LifecycleRule.builder()
        .id("old-" + prefix)
        .prefix(prefix)
        .expiration(days(kept))
        .build();
  }

  private static Duration days(Kept kept) {
    return Duration.days(kept.time().toDays());
  }
}
