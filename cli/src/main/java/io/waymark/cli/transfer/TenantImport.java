package io.waymark.cli.transfer;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Puts an exported tenant into an installation where it has nothing yet. The folder is read twice:
/// first all of it is looked at, so that nothing is written of one that is wrong anywhere. Memory
/// does not grow with it.
public final class TenantImport {
  private final TenantId tenant;
  private final MoveFolder folder;
  private final Belonging belonging;
  private final BatchWrites.Pause pause;

  public TenantImport(TenantId tenant, Path folder) {
    this(tenant, folder, Thread::sleep);
  }

  TenantImport(TenantId tenant, Path folder, BatchWrites.Pause pause) {
    this.tenant = tenant;
    this.folder = new MoveFolder(folder.toAbsolutePath().normalize());
    this.belonging = new Belonging(tenant);
    this.pause = pause;
  }

  /// What is done with a row.
  private interface RowTaker {
    void take(Map<String, AttributeValue> row);
  }

  /// What is done with an object.
  private interface ObjectTaker {
    void take(MovedObject object) throws IOException;
  }

  /// Puts what the folder has into `to`.
  ///
  /// @throws TransferException where the folder is not whole or has what is not the tenant's, or
  ///   the tenant has something there: nothing is written then; or where a table takes no more
  public Moved read(Place to) throws IOException {
    MoveIndex index;
    try {
      index = folder.readIndex();
      check(index);
      requireNothing(to);
    } catch (TransferException wrong) {
      throw new TransferException(wrong.getMessage() + "; nothing was written");
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    SortedMap<String, Long> leftOut = new TreeMap<>();
    for (Bucket bucket : Moving.prefixes(tenant).sequencedKeySet()) {
      counts.put(Moving.named(bucket), objects(bucket, object -> put(to, bucket, object)));
    }
    for (Table table : Moving.TABLES) {
      if (means(table, index, to)) {
        counts.put(Moving.named(table), put(to, table));
      } else if (index.count(Moving.named(table)) > 0) {
        leftOut.put(Moving.named(table), index.count(Moving.named(table)));
      }
    }
    return new Moved(counts, leftOut);
  }

  /// What stands for an erased user is salted with its installation.
  private static boolean means(Table table, MoveIndex index, Place to) {
    return table != Table.ERASURES || index.from().equals(MoveIndex.named(to.installation()));
  }

  private void check(MoveIndex index) throws IOException {
    if (!index.tenant().equals(tenant.value())) {
      throw folder.wrong(
          folder.index(),
          "is of the tenant %s, which keeps its id: --tenant must be that"
              .formatted(index.tenant()));
    }
    for (Table table : Moving.TABLES) {
      whole(index, Moving.named(table), folder.rows(table), rows(table, _ -> {}));
    }
    Map<Bucket, Long> counted = new EnumMap<>(Bucket.class);
    for (Bucket bucket : Moving.prefixes(tenant).sequencedKeySet()) {
      long count = objects(bucket, _ -> {});
      whole(index, Moving.named(bucket), folder.list(bucket), count);
      counted.put(bucket, count);
    }
    folder.requireNothingElse(Moving.TABLES, counted);
  }

  private void whole(MoveIndex index, String what, Path file, long count) {
    if (index.count(what) != count) {
      throw folder.wrong(
          file, "has %d lines, and %d were exported".formatted(count, index.count(what)));
    }
  }

  private long rows(Table table, RowTaker taker) throws IOException {
    return folder.lines(
        folder.rows(table),
        line -> {
          Map<String, AttributeValue> row = RowJson.row(line);
          Optional<String> wrong = RowLimits.wrong(row).or(() -> belonging.wrong(table, row));
          if (wrong.isEmpty()) {
            taker.take(row);
          }
          return wrong;
        });
  }

  private long objects(Bucket bucket, ObjectTaker taker) throws IOException {
    return folder.lines(
        folder.list(bucket),
        line -> {
          MovedObject object = MovedObject.of(line);
          Optional<String> foreign = belonging.wrong(bucket, object.key());
          if (foreign.isPresent()) {
            return foreign;
          }
          Optional<String> changed = folder.wrongContent(bucket, object);
          if (changed.isEmpty()) {
            taker.take(object);
          }
          return changed;
        });
  }

  private void requireNothing(Place to) {
    for (Table table : Moving.TABLES) {
      if (Moving.rows(to, table, tenant).iterator().hasNext()) {
        throw there("rows in the " + Moving.named(table));
      }
    }
    Moving.prefixes(tenant)
        .forEach(
            (bucket, prefixes) -> {
              for (String prefix : prefixes) {
                if (to.s3()
                    .listObjectsV2(
                        list ->
                            list.bucket(to.installation().name(bucket)).prefix(prefix).maxKeys(1))
                    .hasContents()) {
                  throw there("objects in the " + Moving.named(bucket));
                }
              }
            });
  }

  private TransferException there(String what) {
    return new TransferException(
        "the tenant %s has %s there already; a tenant is imported where it has nothing"
            .formatted(tenant, what));
  }

  private void put(Place to, Bucket bucket, MovedObject object) {
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(to.installation().name(bucket))
            .key(object.key())
            .metadata(object.metadata());
    object.contentType().ifPresent(put::contentType);
    PutObjectResponse _ =
        to.s3().putObject(put.build(), RequestBody.fromFile(folder.content(bucket, object)));
  }

  private long put(Place to, Table table) throws IOException {
    String name = to.installation().name(table);
    BatchWrites writes =
        new BatchWrites(
            batch ->
                to.dynamo()
                    .batchWriteItem(write -> write.requestItems(Map.of(name, batch)))
                    .unprocessedItems()
                    .getOrDefault(name, List.of()),
            pause,
            RandomGenerator.getDefault());
    try {
      long count = rows(table, row -> writes.put(arriving(table, row)));
      writes.flush();
      return count;
    } catch (TransferException full) {
      throw new TransferException(Moving.named(table) + " " + full.getMessage());
    }
  }

  /// The row as it is to stand there.
  private static Map<String, AttributeValue> arriving(
      Table table, Map<String, AttributeValue> row) {
    return switch (table) {
      case HISTORIES -> archived(row);
      case UPLOADS -> toBeRead(row);
      case USERS, MARKERS, SEEN, ERASURES, JOBS, CATALOGUE, MODELS -> row;
      case ACCESS, IDEMPOTENCY, HEARTBEATS ->
          throw new IllegalStateException(table + " is not moved");
    };
  }

  /// An event stands in the training data that came along, and must not be archived once more.
  private static Map<String, AttributeValue> archived(Map<String, AttributeValue> row) {
    Map<String, AttributeValue> archived = new HashMap<>(row);
    archived.put("archived", AttributeValue.fromBool(true));
    return archived;
  }

  /// An upload that may be read again says which object it read first, by a tag that the bucket
  /// made up: the object's copy has another, and would be refused as a file that somebody replaced.
  /// What is stored keeps it, since the same file is known by the checksum beside it.
  private static Map<String, AttributeValue> toBeRead(Map<String, AttributeValue> row) {
    if (AttributeValue.fromS("done").equals(row.get("state"))) {
      return row;
    }
    Map<String, AttributeValue> unread = new HashMap<>(row);
    unread.keySet().removeAll(Set.of("content_tag", "checksum"));
    return unread;
  }
}
