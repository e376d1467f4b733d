package io.waymark.cdk.data;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.config.StageConfig;
import io.waymark.tenancy.installation.Kept;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kinesis.IStream;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kinesis.StreamMode;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/// The Kinesis stream to which the operator's own producers write.
public final class EventStream extends Construct {
  /// As long as its consumer repeats a batch.
  private static final Duration KEPT = Duration.days(Kept.STREAMED.time().toDays());

  private final Stream stream;

  EventStream(Construct scope, String id, StageConfig config, IKey key) {
    super(scope, id);
    Stream.Builder builder =
        Stream.Builder.create(this, "Stream")
            .streamName(config.installation().streamName())
            .retentionPeriod(KEPT)
            .encryption(StreamEncryption.KMS)
            .encryptionKey(key)
            // The exception among what holds data: what it holds has been taken or was given up and
            // kept, and a stream that nobody deploys any more would go on billing by the hour.
            .removalPolicy(RemovalPolicy.DESTROY);
    switch (config.stream()) {
      case ON_DEMAND -> builder.streamMode(StreamMode.ON_DEMAND);
      case PROVISIONED -> builder.streamMode(StreamMode.PROVISIONED).shardCount(config.shards());
      case OFF -> throw new IllegalArgumentException("the stream is switched off");
    }
    stream = builder.build();
    NagSuppressions.addResourceSuppressions(
        stream,
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-KDS3")
                .reason("It is encrypted by the stage's own key, like everything else.")
                .build()));
  }

  public IStream stream() {
    return stream;
  }
}
