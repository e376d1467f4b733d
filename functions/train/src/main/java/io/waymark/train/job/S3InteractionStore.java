package io.waymark.train.job;

import io.waymark.files.DayFile;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Objects `<tenant>/interactions/….parquet` of the bucket `training-data`.
public final class S3InteractionStore implements InteractionStore, AcceptedDataStore {
  private static final String STORE = "bucket training-data";

  /// Each further listing is for files that were made one of since the last.
  private static final int LISTINGS = 5;

  private final TenantScoped<S3Client> s3;
  private final String bucket;

  public S3InteractionStore(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.TRAINING_DATA);
  }

  @Override
  public AcceptedData look(TenantId tenant) {
    return data(list(tenant));
  }

  @Override
  public Downloaded download(TenantId tenant, Path folder) throws IOException {
    for (int listing = 0; listing < LISTINGS; listing++) {
      NavigableMap<String, Instant> names = list(tenant);
      Path files = Files.createDirectories(folder.resolve(Integer.toString(listing)));
      try {
        return new Downloaded(
            DayFile.fetch(names.keySet(), name -> fetch(tenant, name, files)), data(names));
      } catch (GoneException gone) {
        delete(files);
      }
    }
    throw new StoreUnavailableException(
        STORE, new IllegalStateException("its files keep going while they are read"));
  }

  /// A file is no longer there: its day was made one file of.
  private static final class GoneException extends IOException {
    @Serial private static final long serialVersionUID = 1L;
  }

  private NavigableMap<String, Instant> list(TenantId tenant) {
    NavigableMap<String, Instant> names = new TreeMap<>();
    return StoreCalls.ask(
        STORE,
        () -> {
          s3
              .of(tenant)
              .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(folder(tenant)))
              .contents()
              .stream()
              .filter(object -> object.size() > 0 && object.key().endsWith(".parquet"))
              .forEach(
                  object ->
                      names.put(
                          object.key().substring(folder(tenant).length()), object.lastModified()));
          return names;
        });
  }

  private static AcceptedData data(NavigableMap<String, Instant> names) {
    AcceptedData data = AcceptedData.NONE;
    for (Map.Entry<String, Instant> each : names.entrySet()) {
      Optional<DayFile> day = DayFile.named(each.getKey());
      data =
          data.and(
              day.map(DayFile::sources).orElse(1),
              day.map(DayFile::newest).orElse(each.getValue()));
    }
    return data;
  }

  private Path fetch(TenantId tenant, String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    boolean there =
        StoreCalls.ask(
            STORE,
            () -> {
              try {
                s3.of(tenant)
                    .getObject(
                        request -> request.bucket(bucket).key(folder(tenant) + name),
                        ResponseTransformer.toFile(file));
                return true;
              } catch (NoSuchKeyException gone) {
                return false;
              }
            });
    if (!there) {
      throw new GoneException();
    }
    return file;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static String folder(TenantId tenant) {
    return tenant + "/interactions/";
  }
}
