package io.waymark.ingest.upload;

import io.waymark.ingest.IngestConfig;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Rows of files in the tables `histories`, `markers` and `seen`. A marker names the upload it was
/// written for, so that an upload that is read again finds its own, and others see what became of
/// it.
@Singleton
public final class DynamoBulkStore implements BulkStore {
  private static final int A_TRANSACTION = 100;
  public static final String SOURCE = "source";

  private final DynamoWrites writes;
  private final Clock clock;
  private final IngestConfig config;
  private final String histories;
  private final String markers;
  private final String seen;

  public DynamoBulkStore(
      TenantScoped<DynamoDbClient> dynamo,
      Installation installation,
      Clock clock,
      IngestConfig config) {
    this.writes = new DynamoWrites(dynamo);
    this.clock = clock;
    this.config = config;
    this.histories = installation.name(Table.HISTORIES);
    this.markers = installation.name(Table.MARKERS);
    this.seen = installation.name(Table.SEEN);
  }

  @Override
  public Map<EventId, Optional<Claim>> claim(
      TenantId tenant, Claim mine, Collection<EventId> ids, Map<EventId, Claim> lapsed) {
    long until = clock.instant().plus(config.markersKept()).getEpochSecond();
    List<EventId> all = List.copyOf(ids);
    List<Callable<Map<EventId, Optional<Claim>>>> calls = new ArrayList<>();
    for (int from = 0; from < all.size(); from += A_TRANSACTION) {
      List<EventId> some = all.subList(from, Math.min(all.size(), from + A_TRANSACTION));
      calls.add(() -> claimSome(tenant, mine, some, lapsed, until));
    }
    Map<EventId, Optional<Claim>> others = new HashMap<>();
    DynamoWrites.atOnce(calls).forEach(others::putAll);
    return others;
  }

  private Map<EventId, Optional<Claim>> claimSome(
      TenantId tenant, Claim mine, List<EventId> ids, Map<EventId, Claim> lapsed, long until) {
    Map<EventId, Optional<Claim>> others = new HashMap<>();
    List<EventId> left = ids;
    while (!left.isEmpty()) {
      List<TransactWriteItem> items = new ArrayList<>(left.size());
      for (EventId id : left) {
        items.add(marker(tenant, mine, id, lapsed.getOrDefault(id, mine), until));
      }
      Map<Integer, Map<String, AttributeValue>> taken = writes.transact(tenant, items);
      if (taken.isEmpty()) {
        break;
      }
      List<EventId> free = new ArrayList<>(left.size());
      for (int at = 0; at < left.size(); at++) {
        Map<String, AttributeValue> marker = taken.get(at);
        if (marker == null) {
          free.add(left.get(at));
        } else {
          others.put(left.get(at), claim(marker));
        }
      }
      left = free;
    }
    return others;
  }

  /// Which upload a marker is of; empty where it is of none.
  public static Optional<Claim> claim(Map<String, AttributeValue> marker) {
    return Optional.ofNullable(marker.get(SOURCE)).map(AttributeValue::s).flatMap(Claim::of);
  }

  private TransactWriteItem marker(
      TenantId tenant, Claim mine, EventId id, Claim replaced, long until) {
    return TransactWriteItem.builder()
        .put(
            Put.builder()
                .tableName(markers)
                .item(
                    Map.of(
                        Table.PARTITION_KEY,
                        AttributeValue.fromS(Keys.event(tenant, id)),
                        Table.EXPIRES_AT,
                        AttributeValue.fromN(Long.toString(until)),
                        SOURCE,
                        AttributeValue.fromS(mine.source())))
                .conditionExpression(
                    "attribute_not_exists(pk) OR begins_with(#source, :mine)"
                        + " OR #source = :replaced")
                .expressionAttributeNames(Map.of("#source", SOURCE))
                .expressionAttributeValues(
                    Map.of(
                        ":mine", AttributeValue.fromS(mine.anyAttempt()),
                        ":replaced", AttributeValue.fromS(replaced.source())))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build())
        .build();
  }

  @Override
  public void put(TenantId tenant, List<HistoryRow> rows) {
    List<WriteRequest> requests = new ArrayList<>(rows.size());
    rows.forEach(row -> requests.add(DynamoWrites.put(row.toItem())));
    writes.batch(tenant, histories, requests);
  }

  @Override
  public void remember(TenantId tenant, Collection<Remembered> remembered) {
    List<WriteRequest> requests = new ArrayList<>(remembered.size());
    remembered.forEach(each -> requests.add(DynamoWrites.put(seenItem(tenant, each))));
    writes.batch(tenant, seen, requests);
  }

  private static Map<String, AttributeValue> seenItem(TenantId tenant, Remembered remembered) {
    return Map.of(
        Table.PARTITION_KEY,
        AttributeValue.fromS(Keys.user(tenant, remembered.user())),
        Table.SORT_KEY,
        AttributeValue.fromS(
            Keys.part(remembered.type().value()) + "#" + Keys.part(remembered.item().value())));
  }
}
