package io.waymark.cli.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A row of DynamoDB as DynamoDB's own JSON, which says of each value of which type it is.
final class RowJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RowJson() {}

  static String text(Map<String, AttributeValue> row) {
    return object(row).toString();
  }

  static Map<String, AttributeValue> row(String text) throws IOException {
    return map(JSON.readTree(text));
  }

  private static ObjectNode object(Map<String, AttributeValue> values) {
    ObjectNode object = JSON.createObjectNode();
    values.forEach((name, value) -> object.set(name, node(value)));
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

  private static Map<String, AttributeValue> map(JsonNode object) throws IOException {
    Map<String, AttributeValue> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      values.put(each.getKey(), value(each.getValue()));
    }
    return values;
  }

  private static AttributeValue value(JsonNode node) throws IOException {
    Map.Entry<String, JsonNode> typed =
        node.properties().stream()
            .findFirst()
            .orElseThrow(() -> new IOException("a value without its type"));
    JsonNode value = typed.getValue();
    return switch (typed.getKey()) {
      case "S" -> AttributeValue.fromS(value.asText());
      case "N" -> AttributeValue.fromN(value.asText());
      case "B" -> AttributeValue.fromB(bytes(value));
      case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
      case "NULL" -> AttributeValue.fromNul(true);
      case "SS" -> AttributeValue.fromSs(texts(value));
      case "NS" -> AttributeValue.fromNs(texts(value));
      case "BS" -> AttributeValue.fromBs(value.valueStream().map(RowJson::bytes).toList());
      case "L" -> {
        List<AttributeValue> all = new java.util.ArrayList<>();
        for (JsonNode each : value) {
          all.add(value(each));
        }
        yield AttributeValue.fromL(all);
      }
      case "M" -> AttributeValue.fromM(map(value));
      default -> throw new IOException("a value of the type " + typed.getKey());
    };
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static SdkBytes bytes(JsonNode base64) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64.asText()));
  }
}
