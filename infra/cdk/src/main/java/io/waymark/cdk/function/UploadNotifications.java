package io.waymark.cdk.function;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.waymark.cdk.data.DataStack;
import io.waymark.tenancy.installation.Bucket;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.BucketAttributes;
import software.amazon.awscdk.services.s3.EventType;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.NotificationKeyFilter;
import software.amazon.awscdk.services.s3.notifications.LambdaDestination;
import software.constructs.Construct;

/// Files that arrive below `uploads/` start `ingest-uploads`. The bucket is named here as one that
/// exists already: otherwise its stack would have to know a function of this one.
final class UploadNotifications extends Construct {
  private static final String PREFIX = "uploads/";

  /// The CDK's function that sets notifications, one in a stack.
  private static final String HANDLER =
      "BucketNotificationsHandler050a0587b7544547bf325f094a3db834";

  UploadNotifications(Construct scope, String id, DataStack data, JavaFunction function) {
    super(scope, id);
    IBucket bucket =
        software.amazon.awscdk.services.s3.Bucket.fromBucketAttributes(
            this,
            "Data",
            BucketAttributes.builder()
                .bucketName(data.buckets().get(Bucket.DATA).getBucketName())
                .build());
    bucket.addEventNotification(
        EventType.OBJECT_CREATED,
        new LambdaDestination(function.function()),
        NotificationKeyFilter.builder().prefix(PREFIX).build());
    NagSuppressions.addResourceSuppressions(
        Stack.of(this).getNode().findChild(HANDLER),
        List.of(
            NagPackSuppression.builder()
                .id("AwsSolutions-IAM4")
                .reason(
                    "The CDK's own function: it may write logs, and what it needs of the bucket.")
                .build()),
        true);
  }
}
