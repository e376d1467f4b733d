package io.waymark.auth.usage;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The files of usage lines that wait to be counted, of all tenants: objects `usage/…` of the
/// bucket `logs`, each until it is removed.
@Singleton
final class S3UsageFiles {
  private static final String STORE = "bucket logs";

  private final S3Client s3;
  private final String bucket;

  S3UsageFiles(S3Client s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.LOGS);
  }

  /// Reads an open file.
  @FunctionalInterface
  interface Reader {
    void read(InputStream file) throws IOException;
  }

  /// The names of up to a thousand files, oldest first.
  List<String> waiting() {
    return ask(
        () ->
            s3
                .listObjectsV2(request -> request.bucket(bucket).prefix(Bucket.USAGE))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList());
  }

  void open(String file, Reader reader) throws IOException {
    try (InputStream open = ask(() -> s3.getObject(request -> request.bucket(bucket).key(file)))) {
      reader.read(open);
    }
  }

  void remove(String file) {
    ask(() -> s3.deleteObject(request -> request.bucket(bucket).key(file)));
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw new StoreUnavailableException(STORE, e);
    }
  }
}
