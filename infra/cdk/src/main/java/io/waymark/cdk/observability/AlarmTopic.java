package io.waymark.cdk.observability;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/// Where alarms are told; whoever is to hear of them subscribes.
final class AlarmTopic extends Construct {
  private final Topic topic;

  /// @param email the first to hear, who has to confirm it
  AlarmTopic(Construct scope, String id, IKey key, Optional<String> email) {
    super(scope, id);
    topic = Topic.Builder.create(this, "Topic").masterKey(key).enforceSsl(true).build();
    email.ifPresent(this::tell);
  }

  private void tell(String address) {
    topic.addSubscription(new EmailSubscription(address));
    NagSuppressions.addResourceSuppressions(
        topic,
        List.of(
            NagPackSuppression.builder()
                .id("Serverless-SNSRedrivePolicy")
                .reason("SNS repeats mails by itself, and the alarm shows in CloudWatch anyway.")
                .build()),
        true);
  }

  SnsAction action() {
    return new SnsAction(topic);
  }

  String arn() {
    return topic.getTopicArn();
  }
}
