package io.waymark.ingest.upload;

import io.waymark.ingest.IngestConfig;
import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Rows of files in the tables `histories`, `markers` and `seen`. A marker names the upload it was
/// written for, so that an upload that is read again finds its own.
@Singleton
public final class DynamoBulkStore implements BulkStore {
  private static final int A_TRANSACTION = 100;
  private static final String SOURCE = "source";

  private final DynamoWrites writes;
  private final Clock clock;
  private final IngestConfig config;
  private final String histories;
  private final String markers;
  private final String seen;

  public DynamoBulkStore(
      DynamoDbClient dynamo, Installation installation, Clock clock, IngestConfig config) {
    this.writes = new DynamoWrites(dynamo);
    this.clock = clock;
    this.config = config;
    this.histories = installation.name(Table.HISTORIES);
    this.markers = installation.name(Table.MARKERS);
    this.seen = installation.name(Table.SEEN);
  }

  @Override
  public Set<EventId> claim(TenantId tenant, UploadId source, List<EventId> ids) {
    long until = clock.instant().plus(config.markersKept()).getEpochSecond();
    Set<EventId> others = new HashSet<>();
    for (int from = 0; from < ids.size(); from += A_TRANSACTION) {
      List<EventId> left =
          new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + A_TRANSACTION)));
      while (!left.isEmpty()) {
        List<TransactWriteItem> items = new ArrayList<>(left.size());
        left.forEach(id -> items.add(marker(tenant, source, id, until)));
        Set<Integer> taken = writes.transact(items);
        if (taken.isEmpty()) {
          break;
        }
        List<EventId> free = new ArrayList<>(left.size());
        for (int at = 0; at < left.size(); at++) {
          (taken.contains(at) ? others : free).add(left.get(at));
        }
        left = free;
      }
    }
    return others;
  }

  private TransactWriteItem marker(TenantId tenant, UploadId source, EventId id, long until) {
    AttributeValue name = AttributeValue.fromS("upload " + source);
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
                        name))
                .conditionExpression("attribute_not_exists(pk) OR #source = :source")
                .expressionAttributeNames(Map.of("#source", SOURCE))
                .expressionAttributeValues(Map.of(":source", name))
                .build())
        .build();
  }

  @Override
  public void put(TenantId tenant, List<HistoryRow> rows) {
    List<WriteRequest> requests = new ArrayList<>(rows.size());
    rows.forEach(row -> requests.add(DynamoWrites.put(row.toItem())));
    writes.batch(histories, requests);
  }

  @Override
  public void remember(TenantId tenant, Collection<Remembered> remembered) {
    List<WriteRequest> requests = new ArrayList<>(remembered.size());
    remembered.forEach(each -> requests.add(DynamoWrites.put(seenItem(tenant, each))));
    writes.batch(seen, requests);
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
