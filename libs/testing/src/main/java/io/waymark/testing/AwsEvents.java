package io.waymark.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Events in the JSON that AWS gives to functions. Only for texts without quotes and backslashes.
public final class AwsEvents {
  private AwsEvents() {}

  /// An object was put.
  public static String objectCreated(String bucket, String key) {
    return """
    {"Records": [{
      "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
      "eventTime": "2026-01-31T12:00:00.000Z", "eventName": "ObjectCreated:Put",
      "requestParameters": {"sourceIPAddress": "127.0.0.1"},
      "responseElements": {"x-amz-request-id": "1", "x-amz-id-2": "2"},
      "userIdentity": {"principalId": "test"},
      "s3": {"s3SchemaVersion": "1.0", "configurationId": "uploads",
        "bucket": {"name": "%s", "arn": "arn:aws:s3:::%s", "ownerIdentity": {"principalId": "test"}},
        "object": {"key": "%s", "size": 1, "eTag": "0", "sequencer": "0055AED6DCD90281E5"}}}]}
    """
        .formatted(bucket, bucket, URLEncoder.encode(key, StandardCharsets.UTF_8));
  }

  /// A record of a Kinesis stream.
  public record KinesisRecord(String sequenceNumber, String partitionKey, String data) {}

  /// A batch of the shard `shardId-000000000000`.
  public static String kinesis(List<KinesisRecord> records) {
    return records.stream()
        .map(
            record ->
                """
                {"eventID": "shardId-000000000000:%s", "eventVersion": "1.0",
                 "eventName": "aws:kinesis:record", "eventSource": "aws:kinesis",
                 "awsRegion": "eu-central-1",
                 "eventSourceARN": "arn:aws:kinesis:eu-central-1:000000000000:stream/test",
                 "invokeIdentityArn": "arn:aws:iam::000000000000:role/test",
                 "kinesis": {"kinesisSchemaVersion": "1.0", "partitionKey": "%s",
                   "sequenceNumber": "%s", "data": "%s",
                   "approximateArrivalTimestamp": 1769860800.5}}\
                """
                    .formatted(
                        record.sequenceNumber(),
                        record.partitionKey(),
                        record.sequenceNumber(),
                        Base64.getEncoder()
                            .encodeToString(record.data().getBytes(StandardCharsets.UTF_8))))
        .collect(Collectors.joining(",", "{\"Records\": [", "]}"));
  }

  /// New rows of a table, with sequence numbers from 1 on.
  public static String dynamoInserts(List<Map<String, AttributeValue>> rows) {
    StringBuilder records = new StringBuilder("{\"Records\": [");
    for (int at = 0; at < rows.size(); at++) {
      records
          .append(at == 0 ? "" : ",")
          .append(
              String.format(
                  Locale.ROOT,
                  """
                  {"eventID": "event-%d", "eventName": "INSERT", "eventVersion": "1.1",
                   "eventSource": "aws:dynamodb", "awsRegion": "eu-central-1",
                   "eventSourceARN": "arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/s",
                   "dynamodb": {"ApproximateCreationDateTime": 1769860800,
                     "SequenceNumber": "%d", "SizeBytes": 1, "StreamViewType": "NEW_IMAGE",
                     "NewImage": %s}}\
                  """,
                  at + 1,
                  at + 1,
                  image(rows.get(at))));
    }
    return records.append("]}").toString();
  }

  private static String image(Map<String, AttributeValue> row) {
    return row.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\": " + value(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String value(AttributeValue value) {
    return switch (value.type()) {
      case S -> "{\"S\": \"" + value.s() + "\"}";
      case N -> "{\"N\": \"" + value.n() + "\"}";
      case BOOL -> "{\"BOOL\": " + value.bool() + "}";
      case SS, NS, B, BS, M, L, NUL, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("not needed so far: " + value.type());
    };
  }
}
