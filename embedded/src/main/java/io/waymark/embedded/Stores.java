package io.waymark.embedded;

import io.waymark.embedded.services.DataFolder;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.LocalDynamo;
import io.waymark.testing.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The tables and buckets of an embedded service that is stopped, without its functions.
public final class Stores implements AutoCloseable {
  private final Stack stack;
  private final DynamoDbClient dynamo;
  private final S3Client s3;

  private Stores(Stack stack, DynamoDbClient dynamo, S3Client s3) {
    this.stack = stack;
    this.dynamo = dynamo;
    this.s3 = s3;
  }

  /// Opens those of the data folder `folder`, which are made where they are not there.
  ///
  /// @throws StartException where a service runs over it, or it is none
  public static Stores open(Path folder) throws IOException {
    Stack stack = new Stack();
    try {
      DataFolder data = stack.push(DataFolder.open(Optional.of(folder)));
      Path tables = Files.createDirectories(data.folder("dynamodb"));
      LocalDynamo dynamo = stack.push(LocalDynamo.start(Optional.of(tables)));
      DynamoDbClient rows = stack.push(dynamo.client());
      LocalDynamo.createTables(rows, Waymark.INSTALLATION);
      LocalS3 s3 = stack.push(LocalS3.start(Optional.of(data.folder("s3"))));
      S3Client objects = stack.push(s3.client());
      LocalS3.createBuckets(objects, Waymark.INSTALLATION);
      return new Stores(stack, rows, objects);
    } catch (IOException | RuntimeException failed) {
      stack.close();
      throw failed;
    }
  }

  public Installation installation() {
    return Waymark.INSTALLATION;
  }

  public DynamoDbClient dynamo() {
    return dynamo;
  }

  public S3Client s3() {
    return s3;
  }

  @Override
  public void close() {
    stack.close();
  }
}
