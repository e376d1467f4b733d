package io.waymark.ingest.stream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// One record of the stream.
///
/// @param eventId shard and sequence number
/// @param payload the producer's bytes, base64
public record StreamRecord(
    String eventId, String sequenceNumber, String partitionKey, String payload) {
  public static StreamRecord of(
      String eventId, String sequenceNumber, String partitionKey, byte[] data) {
    return new StreamRecord(
        eventId, sequenceNumber, partitionKey, Base64.getEncoder().encodeToString(data));
  }

  byte[] data() {
    return Base64.getDecoder().decode(payload.getBytes(StandardCharsets.US_ASCII));
  }
}
