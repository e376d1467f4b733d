package io.waymark.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import java.io.IOException;
import java.util.Optional;

/// Records of a stream that failed to the last attempt, as Lambda writes them to an on-failure
/// bucket.
///
/// @param name where it is kept
/// @param functionArn whose batch it was
/// @param condition why it was given up
/// @param error what the function said last; empty where that is not kept
/// @param at when it was given up
/// @param records how many
/// @param event what the function was invoked with
public record GivenUpBatch(
    String name,
    String functionArn,
    String condition,
    String error,
    String at,
    int records,
    String event) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Reads one; empty where the object is something else.
  static Optional<GivenUpBatch> read(String name, byte[] object) {
    JsonNode kept;
    JsonNode event;
    try {
      kept = JSON.readTree(object);
      JsonNode payload = kept.path("payload");
      event = payload.isTextual() ? JSON.readTree(payload.asText()) : payload;
    } catch (IOException none) {
      return Optional.empty();
    }
    JsonNode context = kept.path("requestContext");
    String arn = context.path("functionArn").asText("");
    if (arn.isEmpty() || !event.path("Records").isArray()) {
      return Optional.empty();
    }
    return Optional.of(
        new GivenUpBatch(
            name,
            arn,
            context.path("condition").asText(""),
            context
                .path("error")
                .asText(kept.path("responseContext").path("functionError").asText("")),
            kept.path("timestamp").asText(""),
            event.path("Records").size(),
            event.toString()));
  }

  /// Whether it may have records of `tenant`: those whose key does not say whose they are count.
  public boolean concerns(TenantId tenant) {
    JsonNode records;
    try {
      records = JSON.readTree(event).path("Records");
    } catch (IOException unreadable) {
      throw new IllegalStateException(name + " was read before", unreadable);
    }
    return records.valueStream().anyMatch(record -> concerns(record, tenant));
  }

  /// Of histories the row's key says it, of events the partition key.
  private static boolean concerns(JsonNode record, TenantId tenant) {
    String row =
        record.path("dynamodb").path("Keys").path(Table.PARTITION_KEY).path("S").asText("");
    String event = record.path("kinesis").path("partitionKey").asText("");
    return row.isEmpty()
        ? !event.contains("#") || event.startsWith(tenant + "#")
        : row.startsWith(Keys.tenant(tenant) + "#");
  }

  /// The function's name, without account and region.
  String function() {
    String[] parts = functionArn.split(":");
    return parts.length > 6 ? parts[6] : functionArn;
  }
}
