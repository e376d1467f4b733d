package io.waymark.model.registry;

import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.Signature;
import io.waymark.model.TensorSpec;
import io.waymark.model.TensorType;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Versions as rows of the table `models`.
final class ModelRows {
  /// What the sort keys of versions begin with.
  static final String VERSION = "version#";

  static final String ACTIVATED_AT = "activated_at";
  private static final String ACTIVATED_BY = "activated_by";
  private static final String CREATED_BY = "created_by";

  private ModelRows() {}

  /// A row with another last activation, else as it is, whatever stands in it.
  static Map<String, AttributeValue> activated(Map<String, AttributeValue> row, Deed deed) {
    Map<String, AttributeValue> next = new HashMap<>(row);
    next.put(ACTIVATED_AT, AttributeValue.fromS(deed.at().toString()));
    next.remove(ACTIVATED_BY);
    deed.by().ifPresent(who -> next.put(ACTIVATED_BY, AttributeValue.fromS(who)));
    return next;
  }

  static Map<String, AttributeValue> rowOf(
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
    model.created().by().ifPresent(who -> row.put(CREATED_BY, AttributeValue.fromS(who)));
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

  static RegisteredModel modelOf(ModelName name, Map<String, AttributeValue> row) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    Objects.requireNonNull(row.get("metrics"))
        .m()
        .forEach((metric, value) -> metrics.put(metric, Double.valueOf(value.n())));
    return new RegisteredModel(
        name,
        new ModelVersion(text(row, Table.SORT_KEY).substring(VERSION.length())),
        new Standing(ModelState.of(text(row, "state")), optional(row, "reason")),
        signatureOf(row),
        text(row, "algorithm"),
        metrics,
        new Deed(optional(row, CREATED_BY), Instant.parse(text(row, "created_at"))),
        text(row, "prefix"),
        optional(row, ACTIVATED_AT)
            .map(at -> new Deed(optional(row, ACTIVATED_BY), Instant.parse(at))));
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

  static Map<String, AttributeValue> key(String partition, String sort) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(partition),
        Table.SORT_KEY, AttributeValue.fromS(sort));
  }

  static AttributeValue instant(Instant time) {
    return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
  }

  private static AttributeValue number(double value) {
    return AttributeValue.fromN(Double.toString(value));
  }

  /// Empty in rows of deployments that did not write it.
  private static Optional<String> optional(Map<String, AttributeValue> row, String attribute) {
    return Optional.ofNullable(row.get(attribute)).map(AttributeValue::s);
  }

  static String text(Map<String, AttributeValue> row, String attribute) {
    return Objects.requireNonNull(row.get(attribute), attribute).s();
  }
}
