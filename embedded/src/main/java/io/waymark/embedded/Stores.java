package io.waymark.embedded;

import io.waymark.embedded.services.DataFolder;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.LocalDynamo;
import io.waymark.testing.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The tables and buckets of an embedded service, without its functions.
public final class Stores implements AutoCloseable {
  private final Stack stack;
  private final DynamoDbClient dynamo;
  private final S3Client s3;

  private Stores(Stack stack, DynamoDbClient dynamo, S3Client s3) {
    this.stack = stack;
    this.dynamo = dynamo;
    this.s3 = s3;
  }

  /// Opens those of a service that is stopped, below its data folder `folder`; they are made where
  /// they are not there.
  ///
  /// @throws StartException where a service runs over it, or it is none
  public static Stores open(Path folder) throws IOException {
    Stack stack = new Stack();
    try {
      DataFolder data = stack.push(DataFolder.open(Optional.of(folder)));
      Path tables = Files.createDirectories(data.folder("dynamodb"));
      return open(stack, Optional.of(tables), Optional.of(data.folder("s3")));
    } catch (IOException | RuntimeException failed) {
      stack.close();
      throw failed;
    }
  }

  /// Opens empty ones, which are gone when they are closed.
  public static Stores inMemory() {
    Stack stack = new Stack();
    try {
      return open(stack, Optional.empty(), Optional.empty());
    } catch (RuntimeException failed) {
      stack.close();
      throw failed;
    }
  }

  private static Stores open(Stack stack, Optional<Path> tables, Optional<Path> buckets) {
    LocalDynamo dynamo = stack.push(LocalDynamo.start(tables));
    DynamoDbClient rows = stack.push(dynamo.client());
    createTables(rows, Waymark.INSTALLATION);
    LocalS3 s3 = stack.push(LocalS3.start(buckets));
    S3Client objects = stack.push(s3.client());
    LocalS3.createBuckets(objects, Waymark.INSTALLATION);
    return new Stores(stack, rows, objects);
  }

  /// Makes those tables that are not there.
  ///
  /// @throws StartException where an earlier version made some, with other keys
  static void createTables(DynamoDbClient client, Installation installation) {
    LocalDynamo.createTables(client, installation);
    List<String> outdated = LocalDynamo.outdated(client, installation);
    if (!outdated.isEmpty()) {
      throw new StartException(
          "the data folder is of an earlier version, whose keys of %s were others; start with another one"
              .formatted(String.join(", ", outdated)));
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
