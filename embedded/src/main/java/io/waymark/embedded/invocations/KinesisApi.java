package io.waymark.embedded.invocations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.embedded.streams.ShardLog;
import io.waymark.embedded.streams.StreamLog;
import io.waymark.eventsource.KinesisRecord;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two calls of Kinesis that producers use, with the limits of Kinesis.
public final class KinesisApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(KinesisApi.class);
  private static final String ERROR = "ErrorCode";
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
      case "PutRecord" -> putRecord(request);
      case "PutRecords" -> putRecords(request.path("Records"));
      default ->
          throw new RefusedException(
              "UnknownOperationException", operation + " is not served here");
    };
  }

  private JsonNode putRecord(JsonNode request) throws IOException {
    ObjectNode answer = put(List.of(record(request))).getFirst();
    if (answer.has(ERROR)) {
      throw new IOException(answer.path("ErrorMessage").asText());
    }
    return answer;
  }

  private JsonNode putRecords(JsonNode records) {
    if (records.isEmpty() || records.size() > MAX_RECORDS) {
      throw new RefusedException(
          "ValidationException", "Records must hold 1-500, not " + records.size());
    }
    List<KinesisRecord> checked = new ArrayList<>();
    records.forEach(each -> checked.add(record(each)));
    List<ObjectNode> results = put(checked);
    long failed = results.stream().filter(each -> each.has(ERROR)).count();
    ObjectNode answer = JSON.createObjectNode().put("FailedRecordCount", failed);
    answer.putArray("Records").addAll(results);
    return answer;
  }

  /// Appends by shard, in the order given; answers stand in that order too. The records of a shard
  /// that cannot be written fail, each with an error; those of the others are kept.
  private List<ObjectNode> put(List<KinesisRecord> records) {
    Map<ShardLog, List<Integer>> byShard = new LinkedHashMap<>();
    for (int at = 0; at < records.size(); at++) {
      ShardLog shard = log.shardOf(records.get(at).partitionKey());
      byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(at);
    }
    List<ObjectNode> answers = new ArrayList<>();
    records.forEach(_ -> answers.add(JSON.createObjectNode()));
    byShard.forEach((shard, places) -> append(shard, places, records, answers));
    return answers;
  }

  private static void append(
      ShardLog shard, List<Integer> places, List<KinesisRecord> records, List<ObjectNode> answers) {
    try {
      List<String> sequences = shard.append(places.stream().map(records::get).toList());
      for (int at = 0; at < sequences.size(); at++) {
        answers
            .get(places.get(at))
            .put("SequenceNumber", sequences.get(at))
            .put("ShardId", shard.name());
      }
    } catch (IOException refused) {
      LOG.error("{} records were not kept in {}", places.size(), shard.name(), refused);
      for (int place : places) {
        answers
            .get(place)
            .put(ERROR, "InternalFailure")
            .put("ErrorMessage", shard.name() + " cannot be written; put the record again");
      }
    }
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
