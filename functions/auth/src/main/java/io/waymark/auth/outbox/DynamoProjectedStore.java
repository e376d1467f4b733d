package io.waymark.auth.outbox;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// The rows `key#…` and `tenant#…` of the table ACCESS, found by a scan: the one of Waymark, since
/// a row of which PostgreSQL knows nothing has no key that anybody could ask for.
@Singleton
final class DynamoProjectedStore implements ProjectedStore {
  /// Rows looked at in one call, of whatever kind.
  private static final int AT_ONCE = 500;

  private static final String STATUS = "status";

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoProjectedStore(DynamoDbClient dynamoDb, Installation installation) {
    this.dynamoDb = dynamoDb;
    this.table = installation.name(Table.ACCESS);
  }

  @Override
  public boolean ended(TenantId tenant, String key) {
    Map<String, AttributeValue> row =
        answer(
            () ->
                dynamoDb
                    .getItem(request -> request.tableName(table).key(key(key)).consistentRead(true))
                    .item());
    return row.containsKey(STATUS) && !"active".equals(text(row, STATUS));
  }

  @Override
  public Part part(Optional<String> after) {
    ScanResponse found =
        answer(
            () ->
                dynamoDb.scan(
                    request -> {
                      request
                          .tableName(table)
                          .limit(AT_ONCE)
                          .consistentRead(true)
                          .filterExpression("begins_with(#pk, :key) OR begins_with(#pk, :tenant)")
                          .projectionExpression("#pk, #change")
                          .expressionAttributeNames(
                              Map.of(
                                  "#pk", Table.PARTITION_KEY,
                                  "#change", DynamoProjectionStore.CHANGE))
                          .expressionAttributeValues(
                              Map.of(
                                  ":key", AttributeValue.fromS(Projection.KEY),
                                  ":tenant", AttributeValue.fromS(Projection.TENANT)));
                      after.ifPresent(last -> request.exclusiveStartKey(key(last)));
                    }));
    List<Row> rows =
        found.items().stream()
            .map(row -> new Row(text(row, Table.PARTITION_KEY), change(row)))
            .toList();
    return new Part(
        rows,
        Optional.of(found.lastEvaluatedKey())
            .filter(last -> !last.isEmpty())
            .map(last -> text(last, Table.PARTITION_KEY)));
  }

  @Override
  public void remove(String key, long fence) {
    try {
      dynamoDb.deleteItem(
          request ->
              request
                  .tableName(table)
                  .key(key(key))
                  .conditionExpression("attribute_not_exists(#change) OR #change < :fence")
                  .expressionAttributeNames(Map.of("#change", DynamoProjectionStore.CHANGE))
                  .expressionAttributeValues(
                      Map.of(":fence", AttributeValue.fromN(Long.toString(fence)))));
    } catch (ConditionalCheckFailedException e) {
      // It was made anew since it was read: the database knows it now.
    } catch (SdkException e) {
      throw new StoreUnavailableException("table access", e);
    }
  }

  private static <T> T answer(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StoreUnavailableException("table access", e);
    }
  }

  private static Map<String, AttributeValue> key(String key) {
    return Map.of(Table.PARTITION_KEY, AttributeValue.fromS(key));
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute).s();
  }

  private static long change(Map<String, AttributeValue> row) {
    return Long.parseLong(
        Objects.requireNonNull(row.get(DynamoProjectionStore.CHANGE), DynamoProjectionStore.CHANGE)
            .n());
  }
}
