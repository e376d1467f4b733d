package io.waymark.cdk.function;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.kinesisfirehose.DeliveryStream;
import software.amazon.awscdk.services.kinesisfirehose.EnableLogging;
import software.amazon.awscdk.services.kinesisfirehose.S3Bucket;
import software.amazon.awscdk.services.kinesisfirehose.StreamEncryption;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.logs.SubscriptionFilter;
import software.amazon.awscdk.services.logs.destinations.FirehoseDestination;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// Usage lines on their way: out of the functions' logs into files of the bucket `logs`, and from
/// there once an hour into the database, which would never sleep if a line or a file woke it.
final class UsageLines extends Construct {
  /// The longest and near the largest that Firehose gathers.
  private static final Duration GATHERED = Duration.minutes(15);

  private static final Size GATHERED_MOST = Size.mebibytes(64);

  private final DeliveryStream stream;

  UsageLines(Construct scope, String id, Installation installation, IBucket logs) {
    super(scope, id);
    LogGroup log =
        LogGroup.Builder.create(this, "Log")
            .retention(RetentionDays.THREE_MONTHS)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    stream =
        DeliveryStream.Builder.create(this, "Stream")
            .deliveryStreamName(installation.usageStreamName())
            .encryption(StreamEncryption.awsOwnedKey())
            .destination(
                S3Bucket.Builder.create(logs)
                    .bufferingInterval(GATHERED)
                    .bufferingSize(GATHERED_MOST)
                    .dataOutputPrefix(Bucket.USAGE)
                    .errorOutputPrefix("usage-errors/")
                    .loggingConfig(new EnableLogging(log))
                    .build())
            .build();
    NagSuppressions.addResourceSuppressions(
        stream,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .reason("A grant of the CDK: families of actions on the objects of one bucket.")
                .build()),
        true);
  }

  /// Takes the lines of a function that answers HTTP.
  void from(JavaFunction function) {
    SubscriptionFilter.Builder.create(this, "Of" + function.handler().shortName())
        .logGroup(function.log())
        .filterPattern(FilterPattern.numberValue("$." + Installation.USAGE_FIELD, "=", 1))
        .destination(new FirehoseDestination(stream))
        .build();
  }

  /// Calls the function that counts them.
  void countedBy(JavaFunction function, DeadLetters letters) {
    Hourly.call(this, function, letters, "Usage lines into the database");
  }
}
