package io.waymark.eventsource.simulator;

/// Something that an event source accepted.
///
/// @param record names it, like shard and sequence number
/// @param key whose order is to be kept
/// @param event what it is applied as; the same where a sender sent it again
/// @param content tells it from everything of other tenants
public record Item(String record, String tenant, String key, String event, String content) {
  String tenantEvent() {
    return tenant + " " + event;
  }
}
