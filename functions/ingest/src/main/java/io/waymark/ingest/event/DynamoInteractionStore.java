package io.waymark.ingest.event;

import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// One transaction over `histories`, `markers` and, for what is remembered for good, `seen`.
@Singleton
public final class DynamoInteractionStore implements InteractionStore {
  /// Longer than any sender tries again: Kinesis keeps records for at most this long too.
  static final Duration MARKERS_KEPT = Duration.ofDays(365);

  private static final int MOST_ATTEMPTS = 5;
  private static final String MARKER_EXISTS = "ConditionalCheckFailed";

  private final DynamoDbClient dynamoDb;
  private final Installation installation;
  private final Clock clock;

  public DynamoInteractionStore(DynamoDbClient dynamoDb, Installation installation, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.installation = installation;
    this.clock = clock;
  }

  @Override
  public Appended append(TenantId tenant, HistoryRow row) {
    List<TransactWriteItem> writes = writes(tenant, row);
    for (int attempt = 1; ; attempt++) {
      try {
        dynamoDb.transactWriteItems(request -> request.transactItems(writes));
        return Appended.WRITTEN;
      } catch (TransactionCanceledException cancelled) {
        // The marker stands first. Anything else that cancels is a conflict with a transaction on
        // the
        // same event, which tells us nothing yet: ask again.
        CancellationReason marker = cancelled.cancellationReasons().getFirst();
        if (MARKER_EXISTS.equals(marker.code())) {
          return Appended.KNOWN;
        }
        if (attempt == MOST_ATTEMPTS) {
          throw new StoreUnavailableException("table histories", cancelled);
        }
      } catch (SdkException e) {
        throw new StoreUnavailableException("table histories", e);
      }
    }
  }

  private List<TransactWriteItem> writes(TenantId tenant, HistoryRow row) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(put(Table.MARKERS, marker(tenant, row), true));
    writes.add(put(Table.HISTORIES, row.toItem(), false));
    if (row.interaction().type().equals(InteractionType.PURCHASE)) {
      writes.add(put(Table.SEEN, seen(tenant, row), false));
    }
    return writes;
  }

  private Map<String, AttributeValue> marker(TenantId tenant, HistoryRow row) {
    long expires = clock.instant().plus(MARKERS_KEPT).getEpochSecond();
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

  private TransactWriteItem put(Table table, Map<String, AttributeValue> item, boolean once) {
    return TransactWriteItem.builder()
        .put(
            put -> {
              put.tableName(installation.name(table)).item(item);
              if (once) {
                put.conditionExpression("attribute_not_exists(" + Table.PARTITION_KEY + ")");
              }
            })
        .build();
  }
}
