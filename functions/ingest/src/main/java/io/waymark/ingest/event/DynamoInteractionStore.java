package io.waymark.ingest.event;

import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.upload.Claim;
import io.waymark.ingest.upload.DynamoBulkStore;
import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.ingest.upload.UploadClaims;
import io.waymark.interactions.HistoryRow;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// One transaction over `histories`, `markers` and, for what is remembered for good, `seen`.
@Singleton
public final class DynamoInteractionStore implements InteractionStore {
  /// More than uploads of the same event are ever begun at once.
  private static final int TAKEOVERS = 5;

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

  /// The marker of an upload that was given up says nothing: the event takes it over. Of one that
  /// is at work it counts; where that fails, its sender is told to send it again.
  @Override
  public Appended append(TenantId tenant, HistoryRow row) {
    Optional<Claim> replaced = Optional.empty();
    for (int attempt = 0; attempt < TAKEOVERS; attempt++) {
      // Only the marker has a condition, and it stands first.
      Map<String, AttributeValue> marker =
          writes.transact(tenant, writes(tenant, row, replaced)).get(0);
      if (marker == null) {
        return Appended.WRITTEN;
      }
      replaced = DynamoBulkStore.claim(marker);
      if (replaced.isEmpty()
          || claims.standing(tenant, replaced.get().upload()) != UploadClaims.Standing.LAPSED) {
        return Appended.KNOWN;
      }
    }
    throw new StoreUnavailableException(
        "table markers", new IllegalStateException("uploads keep taking " + row.id()));
  }

  private List<TransactWriteItem> writes(
      TenantId tenant, HistoryRow row, Optional<Claim> replaced) {
    List<TransactWriteItem> items = new ArrayList<>();
    items.add(marker(tenant, row, replaced));
    items.add(put(Table.HISTORIES, row.toItem()));
    if (config.remembered().contains(row.interaction().type().value())) {
      items.add(put(Table.SEEN, seen(tenant, row)));
    }
    return items;
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
