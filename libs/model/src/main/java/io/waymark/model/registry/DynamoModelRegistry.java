package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.Signature;
import io.waymark.model.StoreCalls;
import io.waymark.model.TensorSpec;
import io.waymark.model.TensorType;
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
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// The registry in the table `models`: below `tenant#name` a row `version#…` each and the row
/// `alias#active`; below `tenant` a row `name#…` per name.
public final class DynamoModelRegistry implements ModelRegistry {
  private static final String STORE = "table models";
  private static final String ACTIVE = "alias#active";
  private static final String VERSION = "version#";
  private static final String NAME = "name#";

  private final TenantScoped<DynamoDbClient> dynamo;
  private final String table;

  public DynamoModelRegistry(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.MODELS);
  }

  @Override
  public void register(TenantId tenant, RegisteredModel model) {
    boolean _ =
        put(
            tenant,
            PutItemRequest.builder()
                .item(rowOf(tenant, model, Optional.empty()))
                .conditionExpression("attribute_not_exists(pk)"));
    boolean _ =
        put(tenant, PutItemRequest.builder().item(key(Keys.tenant(tenant), NAME + model.name())));
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
                    rowOf(tenant, known, Optional.of(examiner)),
                    "(attribute_not_exists(examiner) or examined_until <= :now)",
                    Map.of(":now", instant(now))));
  }

  @Override
  public boolean advance(TenantId tenant, RegisteredModel model, Examiner examiner) {
    return putOpen(
        tenant,
        rowOf(tenant, model, Optional.of(examiner)),
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
                      rowOf(tenant, known, Optional.empty()),
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
        .map(row -> new ModelName(text(row, Table.SORT_KEY).substring(NAME.length())))
        .toList();
  }

  @Override
  public List<RegisteredModel> versions(TenantId tenant, ModelName name) {
    return rows(tenant, Keys.join(tenant, name.value()), VERSION).reversed().stream()
        .map(row -> modelOf(name, row))
        .toList();
  }

  @Override
  public Optional<RegisteredModel> find(TenantId tenant, ModelName name, ModelVersion version) {
    return row(tenant, Keys.join(tenant, name.value()), VERSION + version)
        .map(row -> modelOf(name, row));
  }

  @Override
  public Optional<ActiveModel> active(TenantId tenant, ModelName name) {
    return alias(tenant, name).map(Alias::model);
  }

  @Override
  public Activation activate(TenantId tenant, ModelName name, ModelVersion version, Instant now) {
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
    ActiveModel next =
        known
            .map(before -> before.model().followedBy(version, now))
            .orElseGet(() -> new ActiveModel(version, now, List.of()));
    return replace(tenant, name, known, next);
  }

  @Override
  public Activation rollback(TenantId tenant, ModelName name, Instant now) {
    Optional<Alias> known = alias(tenant, name);
    if (known.isEmpty()) {
      return new Activation.Unknown();
    }
    Optional<ActiveModel> back = known.orElseThrow().model().rolledBack(now);
    return back.isEmpty()
        ? new Activation.NothingBefore()
        : replace(tenant, name, known, back.orElseThrow());
  }

  /// @param revision counts replacements; what a writer saw is what it may replace
  private record Alias(ActiveModel model, long revision) {}

  private Optional<Alias> alias(TenantId tenant, ModelName name) {
    return row(tenant, Keys.join(tenant, name.value()), ACTIVE)
        .map(
            row ->
                new Alias(
                    new ActiveModel(
                        new ModelVersion(text(row, "version")),
                        Instant.parse(text(row, "activated_at")),
                        Objects.requireNonNull(row.get("before")).l().stream()
                            .map(version -> new ModelVersion(version.s()))
                            .toList()),
                    Long.parseLong(Objects.requireNonNull(row.get("revision")).n())));
  }

  private Activation replace(
      TenantId tenant, ModelName name, Optional<Alias> known, ActiveModel next) {
    long revision = known.map(Alias::revision).orElse(0L);
    Map<String, AttributeValue> row = new HashMap<>(key(Keys.join(tenant, name.value()), ACTIVE));
    row.put("version", AttributeValue.fromS(next.version().value()));
    row.put("activated_at", AttributeValue.fromS(next.activatedAt().toString()));
    row.put("revision", AttributeValue.fromN(Long.toString(revision + 1)));
    row.put(
        "before",
        AttributeValue.fromL(
            next.before().stream().map(version -> AttributeValue.fromS(version.value())).toList()));
    PutItemRequest.Builder request = PutItemRequest.builder().item(row);
    if (known.isEmpty()) {
      request.conditionExpression("attribute_not_exists(pk)");
    } else {
      request
          .conditionExpression("revision = :seen")
          .expressionAttributeValues(
              Map.of(":seen", AttributeValue.fromN(Long.toString(revision))));
    }
    return put(tenant, request)
        ? new Activation.Activated(next, known.map(before -> before.model().version()))
        : new Activation.Overtaken();
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
                            request.tableName(table).key(key(partition, sort)).consistentRead(true))
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

  private static Map<String, AttributeValue> rowOf(
      TenantId tenant, RegisteredModel model, Optional<Examiner> examiner) {
    Map<String, AttributeValue> row =
        new HashMap<>(key(Keys.join(tenant, model.name().value()), VERSION + model.version()));
    row.put("state", AttributeValue.fromS(model.standing().state().text()));
    model.standing().reason().ifPresent(reason -> row.put("reason", AttributeValue.fromS(reason)));
    row.put("kind", AttributeValue.fromS(model.signature().kind()));
    row.put("inputs", tensors(model.signature().inputs()));
    row.put("outputs", tensors(model.signature().outputs()));
    row.put("algorithm", AttributeValue.fromS(model.algorithm()));
    row.put("created_at", AttributeValue.fromS(model.createdAt().toString()));
    row.put("prefix", AttributeValue.fromS(model.prefix()));
    examiner.ifPresent(
        who -> {
          row.put("examiner", AttributeValue.fromS(who.id()));
          row.put("examined_until", instant(who.until()));
        });
    Map<String, AttributeValue> metrics = new HashMap<>();
    model.metrics().forEach((metric, value) -> metrics.put(metric, number(value)));
    row.put("metrics", AttributeValue.fromM(metrics));
    return row;
  }

  private static RegisteredModel modelOf(ModelName name, Map<String, AttributeValue> row) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    Objects.requireNonNull(row.get("metrics"))
        .m()
        .forEach((metric, value) -> metrics.put(metric, Double.valueOf(value.n())));
    return new RegisteredModel(
        name,
        new ModelVersion(text(row, Table.SORT_KEY).substring(VERSION.length())),
        new Standing(
            ModelState.of(text(row, "state")),
            Optional.ofNullable(row.get("reason")).map(AttributeValue::s)),
        signatureOf(row),
        text(row, "algorithm"),
        metrics,
        Instant.parse(text(row, "created_at")),
        text(row, "prefix"));
  }

  /// Rows from before models had kinds are recommenders.
  private static Signature signatureOf(Map<String, AttributeValue> row) {
    return row.containsKey("kind")
        ? new Signature(text(row, "kind"), specs(row, "inputs"), specs(row, "outputs"))
        : OnnxRecommender.SIGNATURE;
  }

  private static AttributeValue tensors(List<TensorSpec> specs) {
    return AttributeValue.fromL(
        specs.stream()
            .map(
                spec ->
                    AttributeValue.fromM(
                        Map.of(
                            "name", AttributeValue.fromS(spec.name()),
                            "type", AttributeValue.fromS(spec.type().text()),
                            "shape",
                                AttributeValue.fromL(
                                    spec.shape().stream()
                                        .map(size -> AttributeValue.fromN(size.toString()))
                                        .toList()))))
            .toList());
  }

  private static List<TensorSpec> specs(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute).l().stream()
        .map(AttributeValue::m)
        .map(
            spec ->
                new TensorSpec(
                    text(spec, "name"),
                    TensorType.of(text(spec, "type")).orElseThrow(),
                    Objects.requireNonNull(spec.get("shape")).l().stream()
                        .map(size -> Long.valueOf(size.n()))
                        .toList()))
        .toList();
  }

  private static Map<String, AttributeValue> key(String partition, String sort) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(partition),
        Table.SORT_KEY, AttributeValue.fromS(sort));
  }

  private static AttributeValue instant(Instant time) {
    return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
  }

  private static AttributeValue number(double value) {
    return AttributeValue.fromN(Double.toString(value));
  }

  private static String text(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute).s();
  }
}
