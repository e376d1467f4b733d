package io.waymark.ingest.stream;

import java.nio.charset.StandardCharsets;

/// What a producer can send that can never be stored.
enum BadRecord {
  NOTHING(""),
  NO_JSON("user_id=u,item_id=i"),
  BREAKS_OFF("{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":"),
  A_LIST("[{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\"}]"),
  A_TEXT("\"%s %s\""),
  NULL("null"),
  NO_TENANT("{\"user_id\":\"u\",\"item_id\":\"i\"}"),
  TENANT_OF_NO_SHAPE("{\"tenant_id\":\"%s!\",\"user_id\":\"%s\",\"item_id\":\"i\"}"),
  TENANT_AS_NUMBER("{\"tenant_id\":7,\"user_id\":\"u\",\"item_id\":\"i\"}"),
  ANOTHER_TENANT("{\"tenant_id\":\"other-%s\",\"user_id\":\"%s\",\"item_id\":\"i\"}"),
  ANOTHER_USER("{\"tenant_id\":\"%s\",\"user_id\":\"not-%s\",\"item_id\":\"i\"}"),
  NO_USER("{\"tenant_id\":\"%s\",\"item_id\":\"i\"}"),
  NO_ITEM("{\"tenant_id\":\"%s\",\"user_id\":\"%s\"}"),
  UNKNOWN_FIELD("{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"colour\":\"red\"}"),
  ITEM_NESTED("{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":{\"id\":\"i\"}}"),
  EVENT_ID_TOO_LONG(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"event_id\":\""
          + "x".repeat(300)
          + "\"}"),
  NO_TIME("{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"timestamp\":\"noon\"}"),
  TIME_WITHOUT_ZONE(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\","
          + "\"timestamp\":\"2026-01-01T00:00:00\"}"),
  TOO_EARLY(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\","
          + "\"timestamp\":\"1980-01-01T00:00:00Z\"}"),
  FAR_AHEAD(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\","
          + "\"timestamp\":\"2999-01-01T00:00:00Z\"}"),
  RATING_TOO_HIGH("{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"rating\":6}"),
  VALUE_NO_NUMBER("{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"value\":\"much\"}"),
  VALUE_INFINITE("{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"value\":1e999}"),
  DURATION_NEGATIVE(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"duration_seconds\":-1}"),
  POSITION_NOT_WHOLE(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"position\":1.5}"),
  IMPRESSION_OF_NOTHING(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"interaction_type\":\"impression\","
          + "\"item_ids\":[]}"),
  IMPRESSION_TWICE(
      "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"interaction_type\":\"impression\","
          + "\"item_id\":\"i\",\"item_ids\":[\"j\"]}");

  private final String json;

  BadRecord(String json) {
    this.json = json;
  }

  /// Its bytes, under the partition key of this tenant and user.
  byte[] of(String tenant, String user) {
    return json.formatted(tenant, user).getBytes(StandardCharsets.UTF_8);
  }
}
