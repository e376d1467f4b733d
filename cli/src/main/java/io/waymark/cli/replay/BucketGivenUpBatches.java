package io.waymark.cli.replay;

import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

/// What Lambda wrote below `aws/lambda/` of the bucket `data` of a deployed stage.
record BucketGivenUpBatches(S3Client s3, String bucket) implements GivenUpBatches {
  private static final String FOLDER = "aws/lambda/";

  @Override
  public List<GivenUpBatch> list() {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(FOLDER)).contents().stream()
        .flatMap(
            object ->
                GivenUpBatch.read(
                    object.key(),
                    s3.getObjectAsBytes(get -> get.bucket(bucket).key(object.key())).asByteArray())
                    .stream())
        .toList();
  }

  @Override
  public void remove(GivenUpBatch batch) {
    DeleteObjectResponse _ = s3.deleteObject(delete -> delete.bucket(bucket).key(batch.name()));
  }
}
