package io.waymark.embedded.invocations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.embedded.streams.StreamLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KinesisApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void saysOfEachRecordWhetherItIsKept() throws IOException {
    try (StreamLog stream = StreamLog.open(folder, 2, Clock.systemUTC())) {
      KinesisApi api = new KinesisApi("events", stream);
      String broken = "key-0";
      String whole = keyOfAnotherShard(stream, broken);
      stream.shardOf(broken).close();

      JsonNode answer = api.call("PutRecords", records(broken, whole, broken));

      assertThat(answer.path("FailedRecordCount").asInt()).isEqualTo(2);
      JsonNode failed = answer.path("Records").path(0);
      assertThat(failed.path("ErrorCode").asText()).isEqualTo("InternalFailure");
      assertThat(failed.path("ErrorMessage").asText())
          .contains(stream.shardOf(broken).name(), "put the record again");
      assertThat(failed.has("SequenceNumber")).isFalse();
      JsonNode kept = answer.path("Records").path(1);
      assertThat(kept.has("ErrorCode")).isFalse();
      assertThat(kept.path("ShardId").asText()).isEqualTo(stream.shardOf(whole).name());
      assertThat(answer.path("Records").path(2).has("ErrorCode")).isTrue();
      assertThat(stream.shardOf(whole).after(Optional.empty(), 10)).hasSize(1);

      ObjectNode one = record(broken).put("StreamName", "events");
      assertThatThrownBy(() -> api.call("PutRecord", one))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("put the record again");
    }
  }

  private static String keyOfAnotherShard(StreamLog stream, String key) {
    int at = 1;
    while (stream.shardOf("key-" + at).name().equals(stream.shardOf(key).name())) {
      at++;
    }
    return "key-" + at;
  }

  private static ObjectNode records(String... keys) {
    ObjectNode request = JSON.createObjectNode().put("StreamName", "events");
    ArrayNode records = request.putArray("Records");
    for (String key : keys) {
      records.add(record(key));
    }
    return request;
  }

  private static ObjectNode record(String key) {
    return JSON.createObjectNode().put("PartitionKey", key).put("Data", new byte[] {1});
  }
}
