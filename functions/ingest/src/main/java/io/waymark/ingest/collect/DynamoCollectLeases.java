package io.waymark.ingest.collect;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// Leases in the table `heartbeats`, `collect#tenant`, in milliseconds. One that was given back
/// lapsed at once.
public final class DynamoCollectLeases implements CollectLeases {
  private static final String STORE = "table heartbeats";

  private final DynamoDbClient dynamo;
  private final String table;
  private final Instant bindFrom;

  /// @param aloneSince when this process began, where no other runs this function: whoever took a
  ///   lease before that has ended
  public DynamoCollectLeases(
      DynamoDbClient dynamo, Installation installation, Optional<Instant> aloneSince) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.HEARTBEATS);
    this.bindFrom = aloneSince.orElse(Instant.EPOCH);
  }

  @Override
  public boolean take(TenantId tenant, String holder, Instant now, Instant until) {
    return put(
        PutItemRequest.builder()
            .item(row(tenant, holder, now, until))
            .conditionExpression("attribute_not_exists(pk) or #until <= :now or since < :alone")
            .expressionAttributeNames(Map.of("#until", "until"))
            .expressionAttributeValues(Map.of(":now", millis(now), ":alone", millis(bindFrom))));
  }

  @Override
  public void release(TenantId tenant, String holder) {
    boolean _ =
        put(
            PutItemRequest.builder()
                .item(row(tenant, holder, Instant.EPOCH, Instant.EPOCH))
                .conditionExpression("holder = :mine")
                .expressionAttributeValues(Map.of(":mine", AttributeValue.fromS(holder))));
  }

  /// The key of the tenant's row.
  public static String key(TenantId tenant) {
    return "collect#" + Keys.tenant(tenant);
  }

  private static Map<String, AttributeValue> row(
      TenantId tenant, String holder, Instant since, Instant until) {
    return Map.of(
        Table.PARTITION_KEY,
        AttributeValue.fromS(key(tenant)),
        "holder",
        AttributeValue.fromS(holder),
        "since",
        millis(since),
        "until",
        millis(until));
  }

  /// Whether the request's condition held.
  private boolean put(PutItemRequest.Builder request) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo.putItem(request.tableName(table).build());
            return true;
          } catch (ConditionalCheckFailedException refused) {
            return false;
          }
        });
  }

  private static AttributeValue millis(Instant instant) {
    return AttributeValue.fromN(Long.toString(instant.toEpochMilli()));
  }
}
