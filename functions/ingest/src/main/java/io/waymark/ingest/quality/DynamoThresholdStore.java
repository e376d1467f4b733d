package io.waymark.ingest.quality;

import io.waymark.edge.notes.AuditNote;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// The row `quality` under `tenant#settings` of the table `uploads`, apart from the uploads
/// themselves, which are listed.
@Singleton
public final class DynamoThresholdStore implements ThresholdStore {
  private static final String STORE = "table uploads";

  private final TenantScoped<DynamoDbClient> dynamo;
  private final Installation installation;
  private final String table;

  public DynamoThresholdStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.installation = installation;
    this.table = installation.name(Table.UPLOADS);
  }

  @Override
  public OwnThresholds find(TenantId tenant) {
    Map<String, AttributeValue> row =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .getItem(
                        request -> request.tableName(table).key(key(tenant)).consistentRead(true))
                    .item());
    Map<Threshold, Double> values = new EnumMap<>(Threshold.class);
    for (Threshold each : Threshold.values()) {
      Optional.ofNullable(row.get(each.text()))
          .ifPresent(value -> values.put(each, Double.parseDouble(value.n())));
    }
    return new OwnThresholds(values);
  }

  @Override
  public void put(TenantId tenant, OwnThresholds own, AuditNote note) {
    Map<String, AttributeValue> row = new HashMap<>(key(tenant));
    own.values()
        .forEach(
            (threshold, value) ->
                row.put(threshold.text(), AttributeValue.fromN(Double.toString(value))));
    StoreCalls.ask(
        STORE,
        () ->
            dynamo
                .of(tenant)
                .transactWriteItems(
                    request ->
                        request.transactItems(
                            written(Put.builder().tableName(table).item(row).build()),
                            written(note.put(tenant, installation)))));
  }

  private static TransactWriteItem written(Put put) {
    return TransactWriteItem.builder().put(put).build();
  }

  private static Map<String, AttributeValue> key(TenantId tenant) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.join(tenant, "settings")),
        Table.SORT_KEY, AttributeValue.fromS("quality"));
  }
}
