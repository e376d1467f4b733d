package io.waymark.ingest.upload;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Consistent reads of many rows of DynamoDB.
public final class DynamoReads {
  private static final int A_CALL = 100;

  private final TenantScoped<DynamoDbClient> dynamo;

  public DynamoReads(TenantScoped<DynamoDbClient> dynamo) {
    this.dynamo = dynamo;
  }

  /// The rows that are there of those with `keys`, which differ; in no order.
  public List<Map<String, AttributeValue>> rows(
      TenantId tenant, String table, Collection<Map<String, AttributeValue>> keys) {
    List<Map<String, AttributeValue>> all = List.copyOf(keys);
    List<Map<String, AttributeValue>> rows = new ArrayList<>();
    for (int from = 0; from < all.size(); from += A_CALL) {
      readSome(tenant, table, all.subList(from, Math.min(all.size(), from + A_CALL)), rows);
    }
    return rows;
  }

  private void readSome(
      TenantId tenant,
      String table,
      List<Map<String, AttributeValue>> keys,
      List<Map<String, AttributeValue>> rows) {
    Map<String, KeysAndAttributes> left =
        Map.of(table, KeysAndAttributes.builder().consistentRead(true).keys(keys).build());
    while (!left.isEmpty()) {
      Map<String, KeysAndAttributes> now = left;
      BatchGetItemResponse response =
          StoreCalls.ask(
              "table " + table,
              () -> dynamo.of(tenant).batchGetItem(request -> request.requestItems(now)));
      rows.addAll(response.responses().getOrDefault(table, List.of()));
      left = response.unprocessedKeys();
    }
  }

  /// Every row of a partition, in order.
  ///
  /// @param most at which to stop
  public List<Map<String, AttributeValue>> partition(
      TenantId tenant, String table, String partition, boolean newestFirst, int most) {
    return StoreCalls.ask(
        "table " + table,
        () ->
            dynamo
                .of(tenant)
                .queryPaginator(
                    request ->
                        request
                            .tableName(table)
                            .keyConditionExpression(Table.PARTITION_KEY + " = :pk")
                            .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS(partition)))
                            .scanIndexForward(!newestFirst)
                            .consistentRead(true))
                .items()
                .stream()
                .limit(most)
                .toList());
  }
}
