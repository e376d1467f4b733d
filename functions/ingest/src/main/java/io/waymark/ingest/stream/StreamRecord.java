package io.waymark.ingest.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/// One record of the stream.
///
/// @param eventId shard and sequence number
/// @param arrivedAt when the stream accepted it
/// @param payload the producer's bytes, base64
public record StreamRecord(
    String eventId, String sequenceNumber, String partitionKey, Instant arrivedAt, String payload) {
  public static StreamRecord of(
      String eventId, String sequenceNumber, String partitionKey, Instant arrivedAt, byte[] data) {
    return new StreamRecord(
        eventId, sequenceNumber, partitionKey, arrivedAt, Base64.getEncoder().encodeToString(data));
  }

  byte[] data() {
    return Base64.getDecoder().decode(payload.getBytes(StandardCharsets.US_ASCII));
  }
}
