package io.waymark.eventsource.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A record as the toy handler reads it.
///
/// @param key tenant and user, as its sender chose the partition
/// @param tenant as its payload has it
/// @param at when it happened
record ToyRecord(
    String id,
    String sequence,
    Instant arrival,
    String key,
    String tenant,
    String event,
    String content,
    Instant at) {
  static final Duration AHEAD = Duration.ofHours(24);

  private static final ObjectMapper JSON = new ObjectMapper();

  static byte[] payload(String tenant, String event, String content, Instant at) {
    return String.join("|", tenant, event, content, at.toString()).getBytes(StandardCharsets.UTF_8);
  }

  static List<ToyRecord> of(String kinesis) throws IOException {
    List<ToyRecord> records = new ArrayList<>();
    for (JsonNode each : JSON.readTree(kinesis).path("Records")) {
      JsonNode record = each.path("kinesis");
      byte[] data = Base64.getDecoder().decode(record.path("data").asText());
      List<String> parts = List.of(new String(data, StandardCharsets.UTF_8).split("\\|", -1));
      records.add(
          new ToyRecord(
              each.path("eventID").asText(),
              record.path("sequenceNumber").asText(),
              Instant.ofEpochMilli(
                  Math.round(record.path("approximateArrivalTimestamp").asDouble() * 1000)),
              record.path("partitionKey").asText(),
              parts.get(0),
              parts.get(1),
              parts.get(2),
              Instant.parse(parts.get(3))));
    }
    return records;
  }

  String keysTenant() {
    return key.substring(0, key.indexOf('#'));
  }

  boolean isGood(Instant now) {
    return keysTenant().equals(tenant) && !at.isAfter(now.plus(AHEAD));
  }
}
