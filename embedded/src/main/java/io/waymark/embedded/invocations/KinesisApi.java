package io.waymark.embedded.invocations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.embedded.streams.KinesisRecord;
import io.waymark.embedded.streams.ShardLog;
import io.waymark.embedded.streams.StreamLog;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The two calls of Kinesis that producers use, with the limits of Kinesis.
public final class KinesisApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_RECORDS = 500;
  private static final int MAX_RECORD_BYTES = 1024 * 1024;
  private static final int MAX_KEY_LENGTH = 256;

  private final String stream;
  private final StreamLog log;

  public KinesisApi(String stream, StreamLog log) {
    this.stream = stream;
    this.log = log;
  }

  /// What Kinesis would refuse, with its name for it.
  static final class RefusedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final String type;

    RefusedException(String type, String message) {
      super(message);
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  JsonNode call(String operation, JsonNode request) throws IOException {
    checkStream(request);
    return switch (operation) {
      case "PutRecord" -> put(List.of(record(request))).getFirst();
      case "PutRecords" -> putRecords(request.path("Records"));
      default ->
          throw new RefusedException(
              "UnknownOperationException", operation + " is not served here");
    };
  }

  private JsonNode putRecords(JsonNode records) throws IOException {
    if (records.isEmpty() || records.size() > MAX_RECORDS) {
      throw new RefusedException(
          "ValidationException", "Records must hold 1-500, not " + records.size());
    }
    List<KinesisRecord> checked = new ArrayList<>();
    records.forEach(each -> checked.add(record(each)));
    ObjectNode answer = JSON.createObjectNode().put("FailedRecordCount", 0);
    ArrayNode results = answer.putArray("Records");
    put(checked).forEach(results::add);
    return answer;
  }

  /// Appends by shard, in the order given; answers stand in that order too.
  private List<ObjectNode> put(List<KinesisRecord> records) throws IOException {
    Map<ShardLog, List<Integer>> byShard = new LinkedHashMap<>();
    for (int at = 0; at < records.size(); at++) {
      ShardLog shard = log.shardOf(records.get(at).partitionKey());
      byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(at);
    }
    List<ObjectNode> answers = new ArrayList<>();
    records.forEach(_ -> answers.add(JSON.createObjectNode()));
    for (Map.Entry<ShardLog, List<Integer>> each : byShard.entrySet()) {
      List<String> sequences =
          each.getKey().append(each.getValue().stream().map(records::get).toList());
      for (int at = 0; at < sequences.size(); at++) {
        answers
            .get(each.getValue().get(at))
            .put("SequenceNumber", sequences.get(at))
            .put("ShardId", each.getKey().name());
      }
    }
    return answers;
  }

  private void checkStream(JsonNode request) {
    String name = request.path("StreamName").asText("");
    String arn = request.path("StreamARN").asText("");
    if (!name.equals(stream) && !arn.endsWith(":stream/" + stream)) {
      throw new RefusedException(
          "ResourceNotFoundException", "Stream " + (name.isEmpty() ? arn : name) + " not found");
    }
  }

  private static KinesisRecord record(JsonNode node) {
    String key = node.path("PartitionKey").asText("");
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw new RefusedException("ValidationException", "PartitionKey must be 1-256 characters");
    }
    try {
      byte[] data = node.path("Data").binaryValue();
      if (data == null || data.length + key.length() > MAX_RECORD_BYTES) {
        throw new RefusedException("ValidationException", "Data must be given, at most 1 MiB");
      }
      return new KinesisRecord(key, Base64.getEncoder().encodeToString(data));
    } catch (IOException malformed) {
      throw new RefusedException("SerializationException", "Data is not base64");
    }
  }
}
