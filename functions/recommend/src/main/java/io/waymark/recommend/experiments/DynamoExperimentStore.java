package io.waymark.recommend.experiments;

import io.waymark.edge.notes.AuditNote;
import io.waymark.model.ModelName;
import io.waymark.model.StoreCalls;
import io.waymark.recommend.experiments.BegunExperiment.BegunArm;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// The row `experiment` below `tenant` in the table `models`, and below `tenant#experiments#begun`
/// a row for each that began; notes for the audit log stand in the table `uploads`, as all do.
public final class DynamoExperimentStore implements ExperimentStore {
  private static final String STORE = "table models";

  private final TenantScoped<DynamoDbClient> dynamo;
  private final String table;
  private final Installation installation;

  public DynamoExperimentStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.MODELS);
    this.installation = installation;
  }

  @Override
  public ExperimentState find(TenantId tenant) {
    Map<String, AttributeValue> row =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .getItem(
                        request -> request.tableName(table).key(key(tenant)).consistentRead(true))
                    .item());
    return row.isEmpty() ? ExperimentState.NONE : stateOf(row);
  }

  @Override
  public List<BegunExperiment> begun(TenantId tenant) {
    return StoreCalls.ask(
        STORE,
        () ->
            dynamo
                .of(tenant)
                .queryPaginator(
                    request ->
                        request
                            .tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("pk = :pk")
                            .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS(begunBelow(tenant)))))
                .items()
                .stream()
                .map(DynamoExperimentStore::begunOf)
                .toList());
  }

  @Override
  public boolean replace(TenantId tenant, ExperimentState next, AuditNote note) {
    return StoreCalls.transact(tenant, STORE, dynamo, writes(tenant, next, note));
  }

  private List<TransactWriteItem> writes(TenantId tenant, ExperimentState next, AuditNote note) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(state(tenant, next));
    writes.add(TransactWriteItem.builder().put(note.put(tenant, installation)).build());
    next.running()
        .map(BegunExperiment::of)
        .ifPresent(begun -> writes.add(remembered(tenant, begun)));
    return writes;
  }

  private TransactWriteItem state(TenantId tenant, ExperimentState next) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(table)
                    .item(rowOf(tenant, next))
                    .conditionExpression(
                        "attribute_not_exists(pk) and :seen = :none or revision = :seen")
                    .expressionAttributeValues(
                        Map.of(":seen", number(next.revision() - 1), ":none", number(0))))
        .build();
  }

  private TransactWriteItem remembered(TenantId tenant, BegunExperiment begun) {
    return TransactWriteItem.builder()
        .put(put -> put.tableName(table).item(rowOf(tenant, begun)))
        .build();
  }

  private static Map<String, AttributeValue> rowOf(TenantId tenant, ExperimentState state) {
    Map<String, AttributeValue> row = new HashMap<>(key(tenant));
    row.put("revision", number(state.revision()));
    row.put("began", number(state.began()));
    state
        .running()
        .ifPresent(
            running -> {
              row.put("number", number(running.number()));
              row.put("name", AttributeValue.fromS(running.name()));
              row.put("split", AttributeValue.fromS(running.split().text()));
              row.put("started_at", AttributeValue.fromS(running.startedAt().toString()));
              row.put("started_by", AttributeValue.fromS(running.startedBy()));
              row.put(
                  "arms",
                  AttributeValue.fromL(
                      running.plan().arms().stream().map(DynamoExperimentStore::valueOf).toList()));
            });
    return row;
  }

  private static Map<String, AttributeValue> rowOf(TenantId tenant, BegunExperiment begun) {
    return Map.of(
        Table.PARTITION_KEY,
        AttributeValue.fromS(begunBelow(tenant)),
        Table.SORT_KEY,
        AttributeValue.fromS("%010d".formatted(begun.number())),
        "number",
        number(begun.number()),
        "name",
        AttributeValue.fromS(begun.name()),
        "started_at",
        AttributeValue.fromS(begun.startedAt().toString()),
        "arms",
        AttributeValue.fromL(
            begun.arms().stream()
                .map(
                    arm ->
                        AttributeValue.fromM(
                            Map.of(
                                "name", AttributeValue.fromS(arm.name()),
                                "model", AttributeValue.fromS(arm.model().value()))))
                .toList()));
  }

  private static BegunExperiment begunOf(Map<String, AttributeValue> row) {
    return new BegunExperiment(
        (int) count(row, "number"),
        text(row, "name"),
        Instant.parse(text(row, "started_at")),
        Objects.requireNonNull(row.get("arms"), "arms").l().stream()
            .map(AttributeValue::m)
            .map(arm -> new BegunArm(text(arm, "name"), new ModelName(text(arm, "model"))))
            .toList());
  }

  /// No model's name, which would be one part of a key.
  private static String begunBelow(TenantId tenant) {
    return Keys.join(tenant, "experiments", "begun");
  }

  private static AttributeValue valueOf(Arm arm) {
    return AttributeValue.fromM(
        Map.of(
            "name", AttributeValue.fromS(arm.name()),
            "model", AttributeValue.fromS(arm.model().value()),
            "share", AttributeValue.fromN(Double.toString(arm.share()))));
  }

  private static ExperimentState stateOf(Map<String, AttributeValue> row) {
    return new ExperimentState(
        row.containsKey("number") ? Optional.of(runningOf(row)) : Optional.empty(),
        (int) count(row, "began"),
        count(row, "revision"));
  }

  private static Experiment runningOf(Map<String, AttributeValue> row) {
    List<Arm> arms =
        Objects.requireNonNull(row.get("arms"), "arms").l().stream()
            .map(AttributeValue::m)
            .map(
                arm ->
                    new Arm(
                        text(arm, "name"),
                        new ModelName(text(arm, "model")),
                        Double.parseDouble(Objects.requireNonNull(arm.get("share"), "share").n())))
            .toList();
    return new Experiment(
        (int) count(row, "number"),
        new Plan(text(row, "name"), arms),
        Split.parse(text(row, "split")),
        Instant.parse(text(row, "started_at")),
        text(row, "started_by"));
  }

  private static Map<String, AttributeValue> key(TenantId tenant) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.tenant(tenant)),
        Table.SORT_KEY, AttributeValue.fromS("experiment"));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static long count(Map<String, AttributeValue> row, String attribute) {
    return Long.parseLong(Objects.requireNonNull(row.get(attribute), attribute).n());
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute).s();
  }
}
