package io.waymark.ingest.removal;

import io.waymark.ingest.collect.DynamoCollectLeases;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// The one row of a tenant in the table `heartbeats`, which is otherwise of functions.
final class DynamoCollectLease implements Place {
  private final DynamoDbClient dynamo;
  private final String table;

  DynamoCollectLease(DynamoDbClient dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.HEARTBEATS);
  }

  @Override
  public Part remove(TenantId tenant, Optional<String> after) {
    boolean there =
        StoreCalls.ask(
            "table heartbeats",
            () ->
                dynamo
                    .deleteItem(
                        delete ->
                            delete
                                .tableName(table)
                                .key(
                                    Map.of(
                                        Table.PARTITION_KEY,
                                        AttributeValue.fromS(DynamoCollectLeases.key(tenant))))
                                .returnValues(ReturnValue.ALL_OLD))
                    .hasAttributes());
    return new Part(there ? 1 : 0, Optional.empty());
  }
}
