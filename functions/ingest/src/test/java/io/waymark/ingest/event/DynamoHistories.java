package io.waymark.ingest.event;

import io.waymark.interactions.HistoryRow;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads histories as `recommend` does.
public final class DynamoHistories {
  private DynamoHistories() {}

  /// A user's rows, newest first.
  public static List<HistoryRow> of(TenantId tenant, UserId user) {
    return partition(HistoryRow.partition(tenant, user));
  }

  /// What was only shown to a user, newest first.
  public static List<HistoryRow> shown(TenantId tenant, UserId user) {
    return partition(HistoryRow.shownPartition(tenant, user));
  }

  private static List<HistoryRow> partition(String partition) {
    return LocalAws.shared()
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(LocalAws.INSTALLATION.name(Table.HISTORIES))
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition)))
                    .scanIndexForward(false))
        .items()
        .stream()
        .map(HistoryRow::of)
        .toList();
  }
}
