package io.waymark.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks the service for events that it accepted: sent again, each must be known as a duplicate. Its
/// marker is written in one transaction with the event (ADR 0004), so it is there exactly if the
/// event is.
final class AcceptedEvents {
  private static final int AT_ONCE = 500;

  private final Api api;

  AcceptedEvents(Api api) {
    this.api = api;
  }

  /// How many of them the service does not know. An id that it accepted twice is one event, and the
  /// other one lost.
  long lost(List<String> acceptedIds) {
    Set<String> ids = new HashSet<>(acceptedIds);
    List<String> distinct = List.copyOf(ids);
    long found = 0;
    for (int from = 0; from < distinct.size(); from += AT_ONCE) {
      List<String> some = distinct.subList(from, Math.min(from + AT_ONCE, distinct.size()));
      found += duplicates(some);
    }
    return acceptedIds.size() - found;
  }

  private int duplicates(List<String> ids) {
    List<Map<String, String>> events = ids.stream().map(AcceptedEvents::event).toList();
    JsonNode answer = api.post("/api/v1/data/ingest", Map.of("events", events));
    return answer.path("duplicate").asInt();
  }

  private static Map<String, String> event(String id) {
    Map<String, String> event = new LinkedHashMap<>();
    event.put("user_id", ShopData.user(0));
    event.put("item_id", ShopData.item(0));
    event.put("event_id", id);
    return event;
  }
}
