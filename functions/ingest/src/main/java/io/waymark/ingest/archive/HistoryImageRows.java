package io.waymark.ingest.archive;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.waymark.interactions.HistoryRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// History rows out of the events of the table's stream, whose attribute values are a class of
/// their own.
public final class HistoryImageRows {
  private HistoryImageRows() {}

  /// Whether the row was not there before. A row that is written again was archived by whoever
  /// wrote it first.
  public static boolean isNew(DynamodbEvent.DynamodbStreamRecord record) {
    return "INSERT".equals(record.getEventName()) && record.getDynamodb().getNewImage() != null;
  }

  /// The row that was written.
  ///
  /// @throws IllegalArgumentException where it is no history row
  public static HistoryRow row(DynamodbEvent.DynamodbStreamRecord record) {
    Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item =
        new HashMap<>();
    record.getDynamodb().getNewImage().forEach((name, value) -> item.put(name, converted(value)));
    return HistoryRow.of(item);
  }

  /// Events do not name their shard. Sequence numbers may repeat between shards, event ids do not:
  /// the first one's checksum keeps windows of different shards apart.
  public static String shard(List<DynamodbEvent.DynamodbStreamRecord> records) {
    CRC32 checksum = new CRC32();
    String id = String.valueOf(records.getFirst().getEventID());
    checksum.update(id.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return Long.toHexString(checksum.getValue());
  }

  private static software.amazon.awssdk.services.dynamodb.model.AttributeValue converted(
      AttributeValue value) {
    if (value.getS() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(value.getS());
    }
    if (value.getN() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(value.getN());
    }
    if (value.getBOOL() != null) {
      return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool(
          value.getBOOL());
    }
    throw new IllegalArgumentException("a history row has texts, numbers and flags only");
  }
}
