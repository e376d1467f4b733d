package io.waymark.ingest.event;

import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.upload.Claim;
import io.waymark.ingest.upload.DynamoBulkStore;
import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.ingest.upload.UploadClaims;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// Transactions over `histories`, `markers` and, for what is remembered for good, `seen`, each of
/// as many events as it may have.
@Singleton
public final class DynamoInteractionStore implements InteractionStore {
  /// More than uploads of the same event are ever begun at once.
  private static final int TAKEOVERS = 5;

  /// Of a transaction, by DynamoDB.
  private static final int MOST_WRITES = 100;

  /// Enough to hide the store's latency, too few to be throttled for.
  private static final int AT_ONCE = 8;

  private final DynamoWrites writes;
  private final UploadClaims claims;
  private final Installation installation;
  private final IngestConfig config;
  private final Clock clock;

  public DynamoInteractionStore(
      TenantScoped<DynamoDbClient> dynamoDb,
      UploadClaims claims,
      Installation installation,
      IngestConfig config,
      Clock clock) {
    this.claims = claims;
    this.writes = new DynamoWrites(dynamoDb);
    this.installation = installation;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public List<Appended> append(TenantId tenant, List<HistoryRow> rows) {
    Map<EventId, Pending> first = new LinkedHashMap<>();
    rows.forEach(row -> first.putIfAbsent(row.id(), new Pending(tenant, row)));
    List<List<Pending>> groups = groups(List.copyOf(first.values()));
    LapsedClaims lapsed = new LapsedClaims(claims, tenant);
    if (groups.size() == 1) {
      write(tenant, groups.getFirst(), lapsed);
    } else {
      writeAtOnce(tenant, groups, lapsed);
    }
    List<Appended> appended = new ArrayList<>(rows.size());
    for (HistoryRow row : rows) {
      @Nullable Pending each = first.remove(row.id()); // none for the second of an id
      if (each != null && !each.known && !each.written) {
        throw new IllegalStateException(row.id() + " was not written");
      }
      appended.add(each == null || each.known ? Appended.KNOWN : Appended.WRITTEN);
    }
    return appended;
  }

  /// A row on its way.
  private final class Pending {
    final HistoryRow row;
    final List<TransactWriteItem> others = new ArrayList<>();

    /// What its marker may take the place of.
    Optional<Claim> replaced = Optional.empty();

    int takeovers;
    boolean known;
    boolean written;

    Pending(TenantId tenant, HistoryRow row) {
      this.row = row;
      others.add(put(Table.HISTORIES, row.toItem()));
      if (config.remembered().contains(row.interaction().type().value())) {
        others.add(put(Table.SEEN, seen(tenant, row)));
      }
    }
  }

  /// As few as a transaction allows.
  private static List<List<Pending>> groups(List<Pending> all) {
    List<List<Pending>> groups = new ArrayList<>();
    int writes = MOST_WRITES;
    for (Pending each : all) {
      int more = 1 + each.others.size();
      if (writes + more > MOST_WRITES) {
        groups.add(new ArrayList<>());
        writes = 0;
      }
      groups.getLast().add(each);
      writes += more;
    }
    return groups;
  }

  private void writeAtOnce(TenantId tenant, List<List<Pending>> groups, LapsedClaims lapsed) {
    Semaphore places = new Semaphore(AT_ONCE);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (List<Pending> group : groups) {
        places.acquireUninterruptibly();
        threads.execute(
            () -> {
              try {
                // A store that is down for one is not asked for the rest, whose answer is one.
                if (failed.get() == null) {
                  write(tenant, group, lapsed);
                }
              } catch (RuntimeException | Error failure) {
                failed.set(failure);
              } finally {
                places.release();
              }
            });
      }
    }
    switch (failed.get()) {
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case null, default -> {} // all were written
    }
  }

  /// Writes what is not known yet of a group. Those that turn out to be known leave it, and the
  /// others are tried again.
  ///
  /// The marker of an upload that was given up says nothing: the event takes it over. Of one that
  /// is at work it counts; where that fails, its sender is told to send it again.
  private void write(TenantId tenant, List<Pending> group, LapsedClaims lapsed) {
    List<Pending> left = new ArrayList<>(group);
    while (!left.isEmpty()) {
      // Only markers have a condition, and they stand first.
      Map<Integer, Map<String, AttributeValue>> failed =
          writes.transact(tenant, writes(tenant, left));
      if (failed.isEmpty()) {
        left.forEach(each -> each.written = true);
        return;
      }
      failed.forEach((at, marker) -> decide(left.get(at), marker, lapsed));
      left.removeIf(each -> each.known);
    }
  }

  /// @param marker that stands in its way
  private static void decide(
      Pending pending, Map<String, AttributeValue> marker, LapsedClaims lapsed) {
    pending.replaced = DynamoBulkStore.claim(marker);
    pending.known = pending.replaced.filter(lapsed::has).isEmpty();
    if (!pending.known && ++pending.takeovers == TAKEOVERS) {
      throw new StoreUnavailableException(
          "table markers", new IllegalStateException("uploads keep taking " + pending.row.id()));
    }
  }

  /// Markers first. What several remember alike is written once: a transaction has one write for
  /// each row.
  private List<TransactWriteItem> writes(TenantId tenant, List<Pending> group) {
    Set<TransactWriteItem> items = new LinkedHashSet<>();
    group.forEach(each -> items.add(marker(tenant, each.row, each.replaced)));
    group.forEach(each -> items.addAll(each.others));
    return List.copyOf(items);
  }

  private TransactWriteItem marker(TenantId tenant, HistoryRow row, Optional<Claim> replaced) {
    return TransactWriteItem.builder()
        .put(
            put -> {
              put.tableName(installation.name(Table.MARKERS))
                  .item(marker(tenant, row))
                  .conditionExpression("attribute_not_exists(pk)")
                  .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
              replaced.ifPresent(
                  claim ->
                      put.conditionExpression("attribute_not_exists(pk) OR #source = :replaced")
                          .expressionAttributeNames(Map.of("#source", DynamoBulkStore.SOURCE))
                          .expressionAttributeValues(
                              Map.of(":replaced", AttributeValue.fromS(claim.source()))));
            })
        .build();
  }

  private Map<String, AttributeValue> marker(TenantId tenant, HistoryRow row) {
    long expires = clock.instant().plus(config.markersKept()).getEpochSecond();
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(Table.PARTITION_KEY, AttributeValue.fromS(Keys.event(tenant, row.id())));
    item.put(Table.EXPIRES_AT, AttributeValue.fromN(Long.toString(expires)));
    return item;
  }

  private static Map<String, AttributeValue> seen(TenantId tenant, HistoryRow row) {
    String type = row.interaction().type().value();
    String item = row.interaction().item().value();
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.user(tenant, row.interaction().user())),
        Table.SORT_KEY, AttributeValue.fromS(Keys.part(type) + "#" + Keys.part(item)));
  }

  private TransactWriteItem put(Table table, Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(put -> put.tableName(installation.name(table)).item(item))
        .build();
  }
}
