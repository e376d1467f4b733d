package io.waymark.cli.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A row of DynamoDB as DynamoDB's own JSON, which says of each value of which type it is.
final class RowJson {
  /// Refuses objects that name a field twice, and text behind a value: what was checked is what is
  /// written.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RowJson() {}

  static JsonNode tree(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  static String text(Map<String, AttributeValue> row) {
    return object(row).toString();
  }

  private static ObjectNode object(Map<String, AttributeValue> values) {
    ObjectNode object = JSON.createObjectNode();
    new TreeMap<>(values).forEach((name, value) -> object.set(name, node(value)));
    return object;
  }

  private static ObjectNode node(AttributeValue value) {
    ObjectNode node = JSON.createObjectNode();
    switch (value.type()) {
      case S -> node.put("S", value.s());
      case N -> node.put("N", value.n());
      case B -> node.put("B", base64(value.b()));
      case BOOL -> node.put("BOOL", Boolean.TRUE.equals(value.bool()));
      case NUL -> node.put("NULL", true);
      case SS -> value.ss().forEach(node.putArray("SS")::add);
      case NS -> value.ns().forEach(node.putArray("NS")::add);
      case BS -> {
        ArrayNode all = node.putArray("BS");
        value.bs().forEach(bytes -> all.add(base64(bytes)));
      }
      case L -> {
        ArrayNode all = node.putArray("L");
        value.l().forEach(each -> all.add(node(each)));
      }
      case M -> node.set("M", object(value.m()));
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalStateException("a type of DynamoDB that is not known here");
    }
    return node;
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArray());
  }

  /// The row that was written as `object`.
  ///
  /// @throws IllegalArgumentException where none was
  static Map<String, AttributeValue> row(JsonNode object) {
    require(object.isObject(), "is no row");
    Map<String, AttributeValue> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      require(
          !each.getKey().isEmpty() && RowLimits.isText(each.getKey()),
          "has a field with a name that DynamoDB does not take");
      values.put(each.getKey(), value(each.getKey(), each.getValue()));
    }
    return values;
  }

  private static AttributeValue value(String name, JsonNode node) {
    require(node.isObject() && node.size() == 1, "says not of which one type " + name + " is");
    Map.Entry<String, JsonNode> typed = node.properties().iterator().next();
    JsonNode value = typed.getValue();
    String wrong = "has a value of " + name + " that is not of its type";
    return switch (typed.getKey()) {
      case "S" -> AttributeValue.fromS(text(value, wrong));
      case "N" -> AttributeValue.fromN(number(value, wrong));
      case "B" -> AttributeValue.fromB(bytes(value, wrong));
      case "BOOL" -> {
        require(value.isBoolean(), wrong);
        yield AttributeValue.fromBool(value.asBoolean());
      }
      case "NULL" -> {
        require(value.isBoolean() && value.asBoolean(), wrong);
        yield AttributeValue.fromNul(true);
      }
      case "SS" ->
          AttributeValue.fromSs(
              set(value, wrong, each -> text(each, wrong), text -> text, String::isEmpty));
      case "NS" ->
          AttributeValue.fromNs(
              set(
                  value,
                  wrong,
                  each -> number(each, wrong),
                  number -> new BigDecimal(number).stripTrailingZeros(),
                  _ -> false));
      case "BS" ->
          AttributeValue.fromBs(
              set(
                  value,
                  wrong,
                  each -> bytes(each, wrong),
                  bytes -> bytes,
                  bytes -> bytes.asByteArrayUnsafe().length == 0));
      case "L" ->
          AttributeValue.fromL(list(value, wrong).stream().map(each -> value(name, each)).toList());
      case "M" -> AttributeValue.fromM(row(value));
      default ->
          throw new IllegalArgumentException(
              "has a value of the type %s, which DynamoDB has not".formatted(typed.getKey()));
    };
  }

  private static List<JsonNode> list(JsonNode list, String wrong) {
    require(list.isArray(), wrong);
    List<JsonNode> all = new ArrayList<>(list.size());
    list.forEach(all::add);
    return all;
  }

  /// @param said what two members must not both be
  private static <T> List<T> set(
      JsonNode set,
      String wrong,
      Function<JsonNode, T> member,
      Function<T, Object> said,
      Predicate<T> empty) {
    List<T> all = list(set, wrong).stream().map(member).toList();
    long different = all.stream().map(said).distinct().count();
    require(!all.isEmpty() && different == all.size() && all.stream().noneMatch(empty), wrong);
    return all;
  }

  private static String text(JsonNode value, String wrong) {
    require(value.isTextual() && RowLimits.isText(value.asText()), wrong);
    return value.asText();
  }

  private static String number(JsonNode value, String wrong) {
    String text = text(value, wrong);
    require(RowLimits.isNumber(text), wrong);
    return text;
  }

  private static SdkBytes bytes(JsonNode value, String wrong) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(text(value, wrong)));
  }

  private static void require(boolean holds, String wrong) {
    if (!holds) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
