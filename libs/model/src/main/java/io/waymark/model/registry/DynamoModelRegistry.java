package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.StoreCalls;
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
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// The registry in the table `models`: below `tenant#name` a row `version#…` each and the row
/// `alias#active`; below `tenant` a row `name#…` per name.
public final class DynamoModelRegistry implements ModelRegistry {
  private static final String STORE = "table models";
  private static final String ACTIVE = "alias#active";
  private static final String NAME = "name#";

  private final TenantScoped<DynamoDbClient> dynamo;
  private final AlongPuts puts;
  private final String table;

  /// For changes with which nothing goes along.
  public DynamoModelRegistry(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this(dynamo, installation, AlongPuts.NONE);
  }

  public DynamoModelRegistry(
      TenantScoped<DynamoDbClient> dynamo, Installation installation, AlongPuts puts) {
    this.dynamo = dynamo;
    this.puts = puts;
    this.table = installation.name(Table.MODELS);
  }

  @Override
  public void register(TenantId tenant, RegisteredModel model) {
    boolean _ =
        put(
            tenant,
            PutItemRequest.builder()
                .item(ModelRows.rowOf(tenant, model, Optional.empty()))
                .conditionExpression("attribute_not_exists(pk)"));
    boolean _ =
        put(
            tenant,
            PutItemRequest.builder().item(ModelRows.key(Keys.tenant(tenant), NAME + model.name())));
  }

  @Override
  public Optional<RegisteredModel> claim(
      TenantId tenant, ModelName name, ModelVersion version, Examiner examiner, Instant now) {
    return find(tenant, name, version)
        .filter(known -> !known.standing().isFinal())
        .filter(
            known ->
                putOpen(
                    tenant,
                    ModelRows.rowOf(tenant, known, Optional.of(examiner)),
                    "(attribute_not_exists(examiner) or examined_until <= :now)",
                    Map.of(":now", ModelRows.instant(now))));
  }

  @Override
  public boolean advance(TenantId tenant, RegisteredModel model, Examiner examiner) {
    return putOpen(
        tenant,
        ModelRows.rowOf(tenant, model, Optional.of(examiner)),
        "examiner = :examiner",
        Map.of(":examiner", AttributeValue.fromS(examiner.id())));
  }

  @Override
  public void release(TenantId tenant, ModelName name, ModelVersion version, Examiner examiner) {
    find(tenant, name, version)
        .ifPresent(
            known -> {
              boolean _ =
                  putOpen(
                      tenant,
                      ModelRows.rowOf(tenant, known, Optional.empty()),
                      "examiner = :examiner",
                      Map.of(":examiner", AttributeValue.fromS(examiner.id())));
            });
  }

  /// Replaces a row that is neither ready nor refused.
  ///
  /// @return whether that and the further condition held
  private boolean putOpen(
      TenantId tenant,
      Map<String, AttributeValue> row,
      String condition,
      Map<String, AttributeValue> values) {
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":ready", AttributeValue.fromS(ModelState.READY.text()));
    all.put(":refused", AttributeValue.fromS(ModelState.REFUSED.text()));
    return put(
        tenant,
        PutItemRequest.builder()
            .item(row)
            .conditionExpression(
                "attribute_exists(pk) and not #state in (:ready, :refused) and " + condition)
            .expressionAttributeNames(Map.of("#state", "state"))
            .expressionAttributeValues(all));
  }

  @Override
  public List<ModelName> names(TenantId tenant) {
    return rows(tenant, Keys.tenant(tenant), NAME).stream()
        .map(row -> new ModelName(ModelRows.text(row, Table.SORT_KEY).substring(NAME.length())))
        .toList();
  }

  @Override
  public List<RegisteredModel> versions(TenantId tenant, ModelName name) {
    return rows(tenant, Keys.join(tenant, name.value()), ModelRows.VERSION).reversed().stream()
        .map(row -> ModelRows.modelOf(name, row))
        .toList();
  }

  @Override
  public Optional<RegisteredModel> find(TenantId tenant, ModelName name, ModelVersion version) {
    return row(tenant, Keys.join(tenant, name.value()), ModelRows.VERSION + version)
        .map(row -> ModelRows.modelOf(name, row));
  }

  @Override
  public Optional<ActiveModel> active(TenantId tenant, ModelName name) {
    return alias(tenant, name).map(Alias::model);
  }

  @Override
  public Activation activate(
      TenantId tenant, ModelName name, ModelVersion version, Activating how) {
    Optional<RegisteredModel> found = find(tenant, name, version);
    if (found.isEmpty()) {
      return new Activation.Unknown();
    }
    if (!found.orElseThrow().standing().isReady()) {
      return new Activation.NotReady(found.orElseThrow().standing());
    }
    Optional<Alias> known = alias(tenant, name);
    if (known.isPresent() && known.orElseThrow().model().version().equals(version)) {
      return new Activation.AlreadyActive(known.orElseThrow().model());
    }
    Optional<String> objection =
        how.gate()
            .objection(tenant, found.orElseThrow(), known.map(before -> before.model().version()));
    if (objection.isPresent() && !how.forced()) {
      return new Activation.Held(objection.orElseThrow());
    }
    Instant now = how.deed().at();
    ActiveModel next =
        known
            .map(before -> before.model().followedBy(version, now))
            .orElseGet(() -> new ActiveModel(version, now, List.of()));
    return replace(
        tenant,
        name,
        known,
        new Activation.Activated(next, known.map(before -> before.model().version()), objection),
        how.deed(),
        how.along());
  }

  @Override
  public Activation rollback(
      TenantId tenant,
      ModelName name,
      Deed deed,
      Function<Activation.Activated, List<Along>> along) {
    Optional<Alias> known = alias(tenant, name);
    if (known.isEmpty()) {
      return new Activation.Unknown();
    }
    Optional<ActiveModel> back = known.orElseThrow().model().rolledBack(deed.at());
    return back.isEmpty()
        ? new Activation.NothingBefore()
        : replace(
            tenant,
            name,
            known,
            new Activation.Activated(
                back.orElseThrow(),
                known.map(before -> before.model().version()),
                Optional.empty()),
            deed,
            along);
  }

  /// @param revision counts replacements; what a writer saw is what it may replace
  private record Alias(ActiveModel model, long revision) {}

  private Optional<Alias> alias(TenantId tenant, ModelName name) {
    return row(tenant, Keys.join(tenant, name.value()), ACTIVE)
        .map(
            row ->
                new Alias(
                    new ActiveModel(
                        new ModelVersion(ModelRows.text(row, "version")),
                        Instant.parse(ModelRows.text(row, ModelRows.ACTIVATED_AT)),
                        Objects.requireNonNull(row.get("before")).l().stream()
                            .map(version -> new ModelVersion(version.s()))
                            .toList()),
                    Long.parseLong(Objects.requireNonNull(row.get("revision")).n())));
  }

  /// What is active, who made it so at its version, and what is to be told: all or nothing, and
  /// nothing where what is active is not what was seen.
  private Activation replace(
      TenantId tenant,
      ModelName name,
      Optional<Alias> known,
      Activation.Activated activated,
      Deed deed,
      Function<Activation.Activated, List<Along>> along) {
    List<Put> writes = new ArrayList<>();
    writes.add(alias(tenant, name, known, activated.active()));
    row(tenant, Keys.join(tenant, name.value()), ModelRows.VERSION + activated.active().version())
        .ifPresent(row -> writes.add(activatedRow(row, deed)));
    for (Along each : along.apply(activated)) {
      writes.add(puts.put(tenant, each));
    }
    List<TransactWriteItem> all =
        writes.stream().map(put -> TransactWriteItem.builder().put(put).build()).toList();
    return StoreCalls.transact(tenant, STORE, dynamo, all) ? activated : new Activation.Overtaken();
  }

  /// The row as it is, whatever else stands in it: one that is ready changes in nothing else.
  private Put activatedRow(Map<String, AttributeValue> row, Deed deed) {
    return Put.builder()
        .tableName(table)
        .item(ModelRows.activated(row, deed))
        .conditionExpression("attribute_exists(pk)")
        .build();
  }

  private Put alias(TenantId tenant, ModelName name, Optional<Alias> known, ActiveModel next) {
    long revision = known.map(Alias::revision).orElse(0L);
    Map<String, AttributeValue> row =
        new HashMap<>(ModelRows.key(Keys.join(tenant, name.value()), ACTIVE));
    row.put("version", AttributeValue.fromS(next.version().value()));
    row.put(ModelRows.ACTIVATED_AT, AttributeValue.fromS(next.activatedAt().toString()));
    row.put("revision", AttributeValue.fromN(Long.toString(revision + 1)));
    row.put(
        "before",
        AttributeValue.fromL(
            next.before().stream().map(version -> AttributeValue.fromS(version.value())).toList()));
    Put.Builder request = Put.builder().tableName(table).item(row);
    if (known.isEmpty()) {
      request.conditionExpression("attribute_not_exists(pk)");
    } else {
      request
          .conditionExpression("revision = :seen")
          .expressionAttributeValues(
              Map.of(":seen", AttributeValue.fromN(Long.toString(revision))));
    }
    return request.build();
  }

  /// Whether the request's condition held.
  private boolean put(TenantId tenant, PutItemRequest.Builder request) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo.of(tenant).putItem(request.tableName(table).build());
            return true;
          } catch (ConditionalCheckFailedException refused) {
            return false;
          }
        });
  }

  private Optional<Map<String, AttributeValue>> row(
      TenantId tenant, String partition, String sort) {
    Map<String, AttributeValue> row =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .getItem(
                        request ->
                            request
                                .tableName(table)
                                .key(ModelRows.key(partition, sort))
                                .consistentRead(true))
                    .item());
    return row.isEmpty() ? Optional.empty() : Optional.of(row);
  }

  private List<Map<String, AttributeValue>> rows(TenantId tenant, String partition, String prefix) {
    return StoreCalls.ask(
        STORE,
        () -> {
          List<Map<String, AttributeValue>> rows = new ArrayList<>();
          dynamo
              .of(tenant)
              .queryPaginator(
                  request ->
                      request
                          .tableName(table)
                          .consistentRead(true)
                          .keyConditionExpression("pk = :pk and begins_with(sk, :prefix)")
                          .expressionAttributeValues(
                              Map.of(
                                  ":pk", AttributeValue.fromS(partition),
                                  ":prefix", AttributeValue.fromS(prefix))))
              .items()
              .forEach(rows::add);
          return rows;
        });
  }
}
