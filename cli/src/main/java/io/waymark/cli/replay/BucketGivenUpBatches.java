package io.waymark.cli.replay;

import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What Lambda wrote below `aws/lambda/` of the bucket `data` of a deployed stage.
record BucketGivenUpBatches(S3Client s3, String bucket) implements GivenUpBatches {
  private static final String FOLDER = "aws/lambda/";

  @Override
  public String command() {
    return "waymark replay --bucket " + bucket;
  }

  @Override
  public Stream<String> names() {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(FOLDER)).contents().stream()
        .map(S3Object::key);
  }

  /// Consoles make folders, to have something to show.
  @Override
  public boolean isOfAStream(String name) {
    return !name.endsWith("/");
  }

  @Override
  public Optional<GivenUpBatch> find(String name) {
    try {
      return GivenUpBatch.read(
          name, s3.getObjectAsBytes(get -> get.bucket(bucket).key(name)).asByteArray());
    } catch (NoSuchKeyException gone) {
      return Optional.empty();
    }
  }

  @Override
  public void remove(GivenUpBatch batch) {
    DeleteObjectResponse _ = s3.deleteObject(delete -> delete.bucket(bucket).key(batch.name()));
  }
}
