package io.waymark.cli.transfer;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Writes what an installation has of a tenant into a folder. Memory does not grow with it.
public final class TenantExport {
  private final TenantId tenant;
  private final MoveFolder folder;
  private final Belonging belonging;

  /// An export of one tenant.
  ///
  /// @param folder new or empty
  public TenantExport(TenantId tenant, Path folder) {
    this.tenant = tenant;
    this.folder = new MoveFolder(folder.toAbsolutePath().normalize());
    this.belonging = new Belonging(tenant);
  }

  /// Writes what `from` has.
  ///
  /// @throws TransferException where it has nothing, or its streams gave up records of the tenant:
  ///   they stand in no table and no training data; or may have, in what cannot be read
  public Moved write(Place from, Instant now) throws IOException {
    refuseWhatWasGivenUp(from);
    folder.make();
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Table table : Moving.TABLES) {
      counts.put(Moving.named(table), rows(from, table));
    }
    for (Map.Entry<Bucket, List<String>> bucket : Moving.prefixes(tenant).entrySet()) {
      counts.put(Moving.named(bucket.getKey()), objects(from, bucket.getKey(), bucket.getValue()));
    }
    if (counts.values().stream().allMatch(count -> count == 0)) {
      throw new TransferException("there is nothing of a tenant " + tenant);
    }
    MoveIndex index = new MoveIndex(tenant.value(), MoveIndex.named(from.installation()), counts);
    Files.writeString(folder.index(), index.text(now));
    return new Moved(counts, new TreeMap<>());
  }

  private void refuseWhatWasGivenUp(Place from) throws IOException {
    from.givenUp()
        .forEach(
            batch -> {
              if (batch.concerns(tenant)) {
                throw new TransferException(
                    "%s was given up with records of the tenant, which would be lost; %s lists such batches, and with --all puts them back"
                        .formatted(batch.name(), from.givenUp().command()));
              }
            },
            name -> {
              if (from.givenUp().isOfAStream(name)) {
                throw new TransferException(
                    "%s lies where batches do that were given up, and cannot be read as one: it may have records of the tenant, which would be lost; look at it, and take it away from there"
                        .formatted(name));
              }
            });
  }

  private long rows(Place from, Table table) throws IOException {
    long count = 0;
    try (BufferedWriter out = written(folder.rows(table))) {
      for (Map<String, AttributeValue> row : Moving.rows(from, table, tenant)) {
        if (!Moving.stays(table, row, tenant)) {
          refuse(Moving.named(table), "a row", belonging.wrong(table, row));
          out.write(RowJson.text(row));
          out.write('\n');
          count++;
        }
      }
    }
    return count;
  }

  private long objects(Place from, Bucket bucket, List<String> prefixes) throws IOException {
    String name = from.installation().name(bucket);
    long count = 0;
    try (BufferedWriter out = written(folder.list(bucket))) {
      for (String prefix : prefixes) {
        for (S3Object object :
            from.s3().listObjectsV2Paginator(all -> all.bucket(name).prefix(prefix)).contents()) {
          if (!isFolder(object)) {
            refuse(Moving.named(bucket), "an object", belonging.wrong(bucket, object.key()));
            out.write(object(from, bucket, object.key(), ++count).line());
            out.write('\n');
          }
        }
      }
    }
    return count;
  }

  /// As consoles make them, to have something to show.
  private static boolean isFolder(S3Object object) {
    return object.key().endsWith("/") && object.size() == 0;
  }

  private MovedObject object(Place from, Bucket bucket, String key, long number)
      throws IOException {
    String name = from.installation().name(bucket);
    Path content =
        Files.createDirectories(folder.list(bucket).resolveSibling(bucket.purpose()))
            .resolve(Long.toString(number));
    GetObjectResponse got =
        from.s3().getObject(get -> get.bucket(name).key(key), ResponseTransformer.toFile(content));
    try {
      return new MovedObject(
          Long.toString(number),
          key,
          Files.size(content),
          MoveFolder.sha256(content),
          Optional.ofNullable(got.contentType()),
          got.metadata());
    } catch (IllegalArgumentException wrong) {
      throw notMoved(Moving.named(bucket), "the object " + key, wrong.getMessage());
    }
  }

  private static BufferedWriter written(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent(), "it is in a folder"));
    return file.toString().endsWith(".gz")
        ? new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))
        : Files.newBufferedWriter(file);
  }

  private static void refuse(String where, String what, Optional<String> wrong) {
    wrong.ifPresent(
        why -> {
          throw notMoved(where, what, why);
        });
  }

  private static TransferException notMoved(String where, String what, @Nullable String why) {
    return new TransferException("%s: %s %s; it could not be imported".formatted(where, what, why));
  }
}
