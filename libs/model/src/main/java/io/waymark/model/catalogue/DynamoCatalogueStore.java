package io.waymark.model.catalogue;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Catalogues as a snapshot in S3, a pointer to it and a change log in DynamoDB.
///
/// Changes are numbered without gaps by conditional writes, so that whoever read up to a number has
/// read all before it. A snapshot says up to which number it has changes folded in; the rows it
/// covers expire a week later. An upload makes a snapshot, and so does each [#FOLD_AFTER]th change.
/// Each snapshot gets an object of its own, so that a reader that holds an older pointer still
/// finds its object: the one before the current is kept.
public final class DynamoCatalogueStore implements CatalogueStore {
  private static final String STORE = "table catalogue";
  private static final String SNAPSHOTS = "bucket item-data";
  private static final Duration KEPT_AFTER_FOLDING = Duration.ofDays(7);
  private static final int ATTEMPTS = 20;

  /// Every reader that starts reads all changes since the last snapshot.
  static final int FOLD_AFTER = 500;

  private final TenantScoped<DynamoDbClient> dynamo;
  private final TenantScoped<S3Client> s3;
  private final String table;
  private final String bucket;
  private final Clock clock;

  public DynamoCatalogueStore(
      TenantScoped<DynamoDbClient> dynamo,
      TenantScoped<S3Client> s3,
      Installation installation,
      Clock clock) {
    this.dynamo = dynamo;
    this.s3 = s3;
    this.table = installation.name(Table.CATALOGUE);
    this.bucket = installation.name(Bucket.ITEM_DATA);
    this.clock = clock;
  }

  /// @param number 0 before the first snapshot
  /// @param through the last change the snapshot has
  /// @param previous key of the snapshot before, empty where there is none
  private record Pointer(long number, String key, long through, String previous) {
    static final Pointer NONE = new Pointer(0, "", 0, "");
  }

  private record Change(long sequence, CatalogueChange value) {}

  @Override
  public Catalogue load(TenantId tenant) {
    return refresh(tenant, Catalogue.EMPTY);
  }

  @Override
  public Catalogue refresh(TenantId tenant, Catalogue known) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Pointer pointer = pointer(tenant);
      Catalogue base = known;
      if (pointer.number() != known.version().snapshot()) {
        Optional<List<CatalogueItem>> items = snapshot(tenant, pointer.key());
        if (items.isEmpty()) {
          continue; // Two newer snapshots were published meanwhile.
        }
        base =
            Catalogue.of(
                new Catalogue.Version(pointer.number(), pointer.through()), items.orElseThrow());
      }
      List<Change> tail = changesAfter(tenant, base.version().sequence());
      return tail.isEmpty() ? base : with(base, pointer.number(), tail);
    }
    throw new io.waymark.tenancy.StoreUnavailableException(
        SNAPSHOTS, new IllegalStateException("the snapshot's object is missing"));
  }

  @Override
  public void publish(TenantId tenant, List<CatalogueItem> upserts) {
    List<CatalogueChange> changes =
        upserts.stream().<CatalogueChange>map(CatalogueChange.Put::new).toList();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Pointer before = pointer(tenant);
      Catalogue now = load(tenant);
      if (now.version().snapshot() != before.number()) {
        continue;
      }
      Catalogue next =
          now.with(new Catalogue.Version(before.number() + 1, now.version().sequence()), changes);
      String key = keyOf(tenant, before.number() + 1);
      upload(tenant, key, next.items());
      if (pointTo(tenant, before, key, next.version().sequence())) {
        expire(tenant, next.version().sequence());
        if (!before.previous().isEmpty()) {
          StoreCalls.ask(
              SNAPSHOTS,
              () ->
                  s3.of(tenant)
                      .deleteObject(request -> request.bucket(bucket).key(before.previous())));
        }
        return;
      }
      StoreCalls.ask(SNAPSHOTS, () -> s3.of(tenant).deleteObject(r -> r.bucket(bucket).key(key)));
    }
    throw new io.waymark.tenancy.StoreUnavailableException(
        STORE, new IllegalStateException("too many catalogue uploads at once"));
  }

  @Override
  public void change(TenantId tenant, CatalogueChange change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      pause(attempt);
      long next = lastSequence(tenant) + 1;
      Map<String, AttributeValue> row = new HashMap<>();
      row.put(Table.PARTITION_KEY, changesOf(tenant));
      row.put(Table.SORT_KEY, AttributeValue.fromS(sequenceKey(next)));
      row.put("item_id", AttributeValue.fromS(change.item().value()));
      switch (change) {
        case CatalogueChange.Put put ->
            row.put("item", AttributeValue.fromB(SdkBytes.fromByteArray(bytes(put.value()))));
        case CatalogueChange.Removed removed -> row.put("removed", AttributeValue.fromBool(true));
      }
      if (putIfAbsent(tenant, row)) {
        if (next % FOLD_AFTER == 0) {
          publish(tenant, List.of());
        }
        return;
      }
    }
    throw new io.waymark.tenancy.StoreUnavailableException(
        STORE, new IllegalStateException("too many catalogue changes at once"));
  }

  /// Callers that met once meet again unless each waits for another while.
  private static void pause(int attempt) {
    if (attempt > 0) {
      LockSupport.parkNanos(
          ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(5L * attempt)) + 1);
    }
  }

  private boolean putIfAbsent(TenantId tenant, Map<String, AttributeValue> row) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo
                .of(tenant)
                .putItem(
                    request ->
                        request
                            .tableName(table)
                            .item(row)
                            .conditionExpression("attribute_not_exists(pk)"));
            return true;
          } catch (ConditionalCheckFailedException taken) {
            return false;
          }
        });
  }

  private Pointer pointer(TenantId tenant) {
    Map<String, AttributeValue> row =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .getItem(
                        request ->
                            request.tableName(table).key(pointerKey(tenant)).consistentRead(true))
                    .item());
    if (row.isEmpty()) {
      return Pointer.NONE;
    }
    AttributeValue previous = row.get("previous");
    return new Pointer(
        number(row, "version"),
        text(row, "key"),
        number(row, "through"),
        previous == null ? "" : previous.s());
  }

  private boolean pointTo(TenantId tenant, Pointer before, String key, long through) {
    Map<String, AttributeValue> row = new HashMap<>(pointerKey(tenant));
    row.put("version", AttributeValue.fromN(Long.toString(before.number() + 1)));
    row.put("key", AttributeValue.fromS(key));
    row.put("through", AttributeValue.fromN(Long.toString(through)));
    if (!before.key().isEmpty()) {
      row.put("previous", AttributeValue.fromS(before.key()));
    }
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo
                .of(tenant)
                .putItem(
                    request -> {
                      request.tableName(table).item(row);
                      if (before.number() == 0) {
                        request.conditionExpression("attribute_not_exists(pk)");
                      } else {
                        request
                            .conditionExpression("version = :before")
                            .expressionAttributeValues(
                                Map.of(
                                    ":before",
                                    AttributeValue.fromN(Long.toString(before.number()))));
                      }
                    });
            return true;
          } catch (ConditionalCheckFailedException overtaken) {
            return false;
          }
        });
  }

  private long lastSequence(TenantId tenant) {
    List<Map<String, AttributeValue>> last =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .query(changesQuery(tenant, 0).scanIndexForward(false).limit(1).build())
                    .items());
    long through = pointer(tenant).through();
    return last.isEmpty() ? through : Math.max(through, sequenceOf(last.getFirst()));
  }

  private List<Change> changesAfter(TenantId tenant, long sequence) {
    return StoreCalls.ask(
        STORE,
        () -> {
          List<Change> changes = new ArrayList<>();
          dynamo
              .of(tenant)
              .queryPaginator(changesQuery(tenant, sequence).build())
              .items()
              .forEach(row -> changes.add(new Change(sequenceOf(row), changeOf(row))));
          return changes;
        });
  }

  private QueryRequest.Builder changesQuery(TenantId tenant, long after) {
    return QueryRequest.builder()
        .tableName(table)
        .consistentRead(true)
        .keyConditionExpression("pk = :pk and sk > :after")
        .expressionAttributeValues(
            Map.of(":pk", changesOf(tenant), ":after", AttributeValue.fromS(sequenceKey(after))));
  }

  /// Also what an earlier call did not get to.
  private void expire(TenantId tenant, long through) {
    AttributeValue at =
        AttributeValue.fromN(
            Long.toString(clock.instant().plus(KEPT_AFTER_FOLDING).getEpochSecond()));
    QueryRequest folded =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression("pk = :pk and sk <= :through")
            .filterExpression("attribute_not_exists(expires_at)")
            .projectionExpression("pk, sk")
            .expressionAttributeValues(
                Map.of(
                    ":pk", changesOf(tenant),
                    ":through", AttributeValue.fromS(sequenceKey(through))))
            .build();
    StoreCalls.ask(
        STORE,
        () -> {
          dynamo
              .of(tenant)
              .queryPaginator(folded)
              .items()
              .forEach(
                  key ->
                      dynamo
                          .of(tenant)
                          .updateItem(
                              request ->
                                  request
                                      .tableName(table)
                                      .key(key)
                                      .updateExpression("set expires_at = :at")
                                      .expressionAttributeValues(Map.of(":at", at))));
          return true;
        });
  }

  private Optional<List<CatalogueItem>> snapshot(TenantId tenant, String key) {
    if (key.isEmpty()) {
      return Optional.of(List.of());
    }
    return StoreCalls.ask(
        SNAPSHOTS,
        () -> {
          try (InputStream in =
              s3.of(tenant).getObject(request -> request.bucket(bucket).key(key))) {
            return Optional.of(CatalogueSnapshot.read(in));
          } catch (NoSuchKeyException replaced) {
            return Optional.empty();
          } catch (IOException cut) {
            throw SdkClientException.create("reading s3://" + bucket + "/" + key, cut);
          }
        });
  }

  private void upload(TenantId tenant, String key, List<CatalogueItem> items) {
    try {
      Path file = Files.createTempFile("catalogue", ".wcat");
      try {
        try (java.io.OutputStream out = Files.newOutputStream(file)) {
          CatalogueSnapshot.write(items, out);
        }
        StoreCalls.ask(
            SNAPSHOTS,
            () ->
                s3.of(tenant)
                    .putObject(
                        request -> request.bucket(bucket).key(key), RequestBody.fromFile(file)));
      } finally {
        Files.delete(file);
      }
    } catch (IOException noSpace) {
      throw new UncheckedIOException(noSpace);
    }
  }

  private static Catalogue with(Catalogue base, long snapshot, List<Change> tail) {
    return base.with(
        new Catalogue.Version(snapshot, tail.getLast().sequence()),
        tail.stream().map(Change::value).toList());
  }

  private static CatalogueChange changeOf(Map<String, AttributeValue> row) {
    AttributeValue item = row.get("item");
    if (item == null) {
      return new CatalogueChange.Removed(new ItemId(text(row, "item_id")));
    }
    try {
      return new CatalogueChange.Put(CatalogueSnapshot.read(item.b().asInputStream()).getFirst());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  private static byte[] bytes(CatalogueItem item) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CatalogueSnapshot.write(List.of(item), bytes);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  private static String keyOf(TenantId tenant, long number) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return String.format(Locale.ROOT, "%s/catalogue/%08d-%s.wcat", tenant, number, unique);
  }

  private static Map<String, AttributeValue> pointerKey(TenantId tenant) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.tenant(tenant)),
        Table.SORT_KEY, AttributeValue.fromS("snapshot"));
  }

  private static AttributeValue changesOf(TenantId tenant) {
    return AttributeValue.fromS(Keys.join(tenant, "changes"));
  }

  private static String sequenceKey(long sequence) {
    return String.format(Locale.ROOT, "%019d", sequence);
  }

  private static long sequenceOf(Map<String, AttributeValue> row) {
    return Long.parseLong(text(row, Table.SORT_KEY));
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return java.util.Objects.requireNonNull(row.get(attribute), attribute).s();
  }

  private static long number(Map<String, AttributeValue> row, String attribute) {
    return Long.parseLong(java.util.Objects.requireNonNull(row.get(attribute), attribute).n());
  }
}
