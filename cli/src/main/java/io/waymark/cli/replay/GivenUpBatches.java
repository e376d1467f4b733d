package io.waymark.cli.replay;

import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// Where an installation keeps batches that were given up. All tenants' stand there, for whoever
/// operates it. There may be many, each of megabytes: they are read one by one.
public interface GivenUpBatches {
  /// Those of an embedded service with the data folder `data`.
  static GivenUpBatches of(Path data) {
    return new FolderGivenUpBatches(data);
  }

  /// Those of a deployed stage.
  static GivenUpBatches of(S3Client s3, Installation installation) {
    return new BucketGivenUpBatches(s3, installation.name(Bucket.DATA));
  }

  /// What lists them on the command line, like `waymark replay --data DIR`.
  String command();

  /// What stands there, in the order of names; to be closed.
  Stream<String> names() throws IOException;

  /// Whether a stream gives up batches under such a name; other things lie beside them.
  boolean isOfAStream(String name);

  /// Reads the one of a name that [#names] told; empty where it is gone, or is no batch.
  Optional<GivenUpBatch> find(String name) throws IOException;

  void remove(GivenUpBatch batch) throws IOException;

  /// What is done with a batch.
  @FunctionalInterface
  interface Taker {
    void take(GivenUpBatch batch) throws IOException;
  }

  /// Hands over all, one after the other; none is read before the one before it was taken. What is
  /// no batch is passed over.
  default void forEach(Taker taker) throws IOException {
    forEach(taker, _ -> {});
  }

  /// As above.
  ///
  /// @param others takes the name of what is no batch, or is gone meanwhile
  default void forEach(Taker taker, Consumer<String> others) throws IOException {
    try (Stream<String> names = names()) {
      for (Iterator<String> each = names.iterator(); each.hasNext(); ) {
        String name = each.next();
        Optional<GivenUpBatch> batch = find(name);
        if (batch.isPresent()) {
          taker.take(batch.get());
        } else {
          others.accept(name);
        }
      }
    }
  }
}
