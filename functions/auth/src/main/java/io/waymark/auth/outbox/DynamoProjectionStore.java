package io.waymark.auth.outbox;

import io.waymark.edge.CallConfig;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The table ACCESS. Each row carries the number of the change it follows from; an older one never
/// replaces it, so that drains may overlap and repeat.
@Singleton
final class DynamoProjectionStore implements ProjectionStore {
  /// The number of the change that wrote a row.
  static final String CHANGE = "change";

  /// The change stands already: its caller shall not wait long for what can be done later.
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Duration limit;

  DynamoProjectionStore(DynamoDbClient dynamoDb, Installation installation, CallConfig calls) {
    this.dynamoDb = dynamoDb;
    this.limit = calls.limit(TIMEOUT);
    this.table = installation.name(Table.ACCESS);
  }

  @Override
  public void write(TenantId tenant, Projection.Pending pending) {
    Map<String, AttributeValue> row = new HashMap<>();
    pending.projection().attributes().forEach((name, value) -> row.put(name, attribute(value)));
    row.put(Table.PARTITION_KEY, AttributeValue.fromS(pending.projection().key()));
    AttributeValue change = AttributeValue.fromN(Long.toString(pending.id()));
    row.put(CHANGE, change);
    try {
      dynamoDb.putItem(
          request ->
              request
                  .tableName(table)
                  .item(row)
                  .conditionExpression("attribute_not_exists(#change) OR #change < :change")
                  .expressionAttributeNames(Map.of("#change", CHANGE))
                  .expressionAttributeValues(Map.of(":change", change))
                  .overrideConfiguration(settings -> settings.apiCallTimeout(limit)));
    } catch (ConditionalCheckFailedException e) {
      // A newer change of the same row was written before: nothing is left to do.
    } catch (SdkException e) {
      throw new StoreUnavailableException("table access", e);
    }
  }

  private static AttributeValue attribute(Object value) {
    return switch (value) {
      case String text -> AttributeValue.fromS(text);
      case Long number -> AttributeValue.fromN(number.toString());
      case List<?> texts -> AttributeValue.fromSs(texts.stream().map(String::valueOf).toList());
      default -> throw new IllegalArgumentException("not an attribute: " + value.getClass());
    };
  }
}
