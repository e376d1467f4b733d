package io.waymark.cdk.function;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// Where events stay that a function failed on too often, with their payload and the error.
public final class DeadLetters extends Construct {
  /// The longest that SQS keeps.
  private static final Duration KEPT = Duration.days(14);

  private final Queue queue;

  DeadLetters(Construct scope, String id) {
    super(scope, id);
    queue =
        Queue.Builder.create(this, "Queue")
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .retentionPeriod(KEPT)
            .build();
    NagSuppressions.addResourceSuppressions(
        queue,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-SQS3")
                .reason("It is the dead-letter queue.")
                .build(),
            NagPackSuppression.builder()
                .id("Serverless-SQSRedrivePolicy")
                .reason("It is the dead-letter queue.")
                .build()));
  }

  public IQueue queue() {
    return queue;
  }
}
