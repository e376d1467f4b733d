package io.waymark.cdk.function;

import io.waymark.cdk.data.Buckets;
import java.util.List;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.lambda.DlqDestinationConfig;
import software.amazon.awscdk.services.lambda.IEventSourceDlq;
import software.amazon.awscdk.services.lambda.IEventSourceMapping;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.s3.IBucket;

/// Keeps stream batches whole that were given up, below [Buckets#GIVEN_UP]. The CDK's own
/// destination would let the function read and delete everything in the bucket.
final class GivenUpBatches implements IEventSourceDlq {
  private final IBucket bucket;

  GivenUpBatches(IBucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public DlqDestinationConfig bind(IEventSourceMapping mapping, IFunction function) {
    bucket.grantPut(function, Buckets.GIVEN_UP + "*");
    Grant.addToPrincipal(
        GrantOnPrincipalOptions.builder()
            .grantee(function)
            .actions(List.of("s3:ListBucket"))
            .resourceArns(List.of(bucket.getBucketArn()))
            .build());
    return DlqDestinationConfig.builder().destination(bucket.getBucketArn()).build();
  }
}
