package io.waymark.ingest.removal;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Which tenants were deleted, as `auth` says it in the table `access`: whoever else calls the
/// removal is not believed.
@Singleton
final class DynamoDeletedTenants implements DeletedTenants {
  private final DynamoDbClient dynamo;
  private final String table;

  DynamoDeletedTenants(DynamoDbClient dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.ACCESS);
  }

  @Override
  public boolean contains(TenantId tenant) {
    Map<String, AttributeValue> row =
        StoreCalls.ask(
            "table access",
            () ->
                dynamo
                    .getItem(
                        get ->
                            get.tableName(table)
                                .key(
                                    Map.of(
                                        Table.PARTITION_KEY,
                                        AttributeValue.fromS("tenant#" + tenant)))
                                .consistentRead(true))
                    .item());
    return Optional.ofNullable(row.get("status"))
        .filter(status -> "ended".equals(status.s()))
        .isPresent();
  }
}
