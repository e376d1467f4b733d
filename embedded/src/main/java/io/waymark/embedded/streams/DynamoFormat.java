package io.waymark.embedded.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.eventsource.BatchFormat;
import io.waymark.eventsource.Entry;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/// Batches of a table's stream as Lambda's DynamoDB event.
public record DynamoFormat(String streamArn, String region) implements BatchFormat<Record> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS = 1000.0;

  @Override
  public String event(String shard, List<Entry<Record>> records) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode list = root.putArray("Records");
    for (Entry<Record> each : records) {
      ObjectNode record = list.addObject();
      record
          .put("eventID", each.payload().eventID())
          .put("eventName", each.payload().eventNameAsString())
          .put("eventVersion", "1.1")
          .put("eventSource", "aws:dynamodb")
          .put("awsRegion", region)
          .put("eventSourceARN", streamArn);
      ObjectNode dynamo = record.putObject("dynamodb");
      dynamo
          .put("ApproximateCreationDateTime", each.arrival().toEpochMilli() / MILLIS)
          .put("SequenceNumber", each.sequence())
          .put("SizeBytes", each.bytes())
          .put("StreamViewType", "NEW_IMAGE");
      dynamo.set("Keys", map(each.payload().dynamodb().keys()));
      dynamo.set("NewImage", map(each.payload().dynamodb().newImage()));
    }
    return root.toString();
  }

  private static ObjectNode map(Map<String, AttributeValue> attributes) {
    ObjectNode node = JSON.createObjectNode();
    attributes.forEach((name, value) -> node.set(name, value(value)));
    return node;
  }

  private static ObjectNode value(AttributeValue value) {
    ObjectNode node = JSON.createObjectNode();
    switch (value.type()) {
      case S -> node.put("S", value.s());
      case N -> node.put("N", value.n());
      case B -> node.put("B", Base64.getEncoder().encodeToString(value.b().asByteArrayUnsafe()));
      case BOOL -> node.put("BOOL", value.bool());
      case NUL -> node.put("NULL", true);
      case SS -> value.ss().forEach(node.putArray("SS")::add);
      case NS -> value.ns().forEach(node.putArray("NS")::add);
      case BS ->
          value
              .bs()
              .forEach(
                  each ->
                      node.withArray("BS")
                          .add(Base64.getEncoder().encodeToString(each.asByteArrayUnsafe())));
      case L -> value.l().forEach(each -> node.withArray("L").add(value(each)));
      case M -> node.set("M", map(value.m()));
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalStateException("an attribute of a type this SDK does not know");
    }
    return node;
  }
}
