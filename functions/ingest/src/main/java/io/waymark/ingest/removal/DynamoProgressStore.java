package io.waymark.ingest.removal;

import io.waymark.ingest.erasure.DynamoTombstoneStore;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One row of the table `erasures` for each deleted tenant.
@Singleton
final class DynamoProgressStore implements ProgressStore {
  private static final String STORE = "table erasures";
  private static final String RUN = "run";
  private static final String LOOK = "look";
  private static final String PLACE = "place";
  private static final String AFTER = "after";
  private static final String REMOVED = "removed";

  private final TenantScoped<DynamoDbClient> dynamo;
  private final String table;

  DynamoProgressStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.ERASURES);
  }

  @Override
  public Optional<Progress> find(TenantId tenant) {
    Map<String, AttributeValue> row =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .getItem(
                        get ->
                            get.tableName(table)
                                .key(DynamoTombstoneStore.ended(tenant))
                                .consistentRead(true))
                    .item());
    return row.isEmpty() ? Optional.empty() : Optional.of(progress(row));
  }

  @Override
  public void put(TenantId tenant, Progress progress) {
    Map<String, AttributeValue> row = new HashMap<>(DynamoTombstoneStore.ended(tenant));
    row.put(RUN, AttributeValue.fromS(progress.run()));
    row.put(LOOK, number(progress.look()));
    row.put(PLACE, number(progress.place()));
    progress.after().ifPresent(after -> row.put(AFTER, AttributeValue.fromS(after)));
    row.put(
        REMOVED,
        AttributeValue.fromM(
            progress.removed().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> number(each.getValue())))));
    StoreCalls.ask(STORE, () -> dynamo.of(tenant).putItem(put -> put.tableName(table).item(row)));
  }

  private static Progress progress(Map<String, AttributeValue> row) {
    return new Progress(
        value(row, RUN).s(),
        Integer.parseInt(value(row, LOOK).n()),
        Integer.parseInt(value(row, PLACE).n()),
        Optional.ofNullable(row.get(AFTER)).map(AttributeValue::s),
        value(row, REMOVED).m().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, each -> Long.valueOf(each.getValue().n()))));
  }

  private static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  private static AttributeValue value(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute);
  }
}
