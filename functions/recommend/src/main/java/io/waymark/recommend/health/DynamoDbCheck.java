package io.waymark.recommend.health;

import io.waymark.edge.HealthCheck;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads one row that is not there.
@Singleton
final class DynamoDbCheck implements HealthCheck {
  private final DynamoDbClient dynamo;
  private final String table;

  DynamoDbCheck(DynamoDbClient dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.MODELS);
  }

  @Override
  public String name() {
    return "dynamodb";
  }

  @Override
  public String ask() {
    boolean _ =
        dynamo
            .getItem(
                request ->
                    request
                        .tableName(table)
                        .key(
                            Map.of(
                                Table.PARTITION_KEY, AttributeValue.fromS("health"),
                                Table.SORT_KEY, AttributeValue.fromS("health"))))
            .hasItem();
    return "answers";
  }
}
