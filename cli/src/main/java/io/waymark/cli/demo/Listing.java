package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One answer of `POST /recommend`.
record Listing(String modelVersion, List<Slot> slots) {
  Listing {
    slots = List.copyOf(slots);
  }

  /// One recommendation.
  record Slot(String item, String name, String category, double score, String reason) {}

  static Listing of(JsonNode answer, Material material) {
    List<Slot> slots =
        answer
            .path("recommendations")
            .valueStream()
            .map(
                slot -> {
                  String item = slot.path("item_id").asText();
                  JsonNode fields = slot.path("fields");
                  return new Slot(
                      item,
                      fields.path("name").asText(material.name(item)),
                      fields.path("category").asText(""),
                      slot.path("score").asDouble(),
                      slot.path("reason").asText(""));
                })
            .toList();
    return new Listing(answer.path("model").path("version").asText(""), slots);
  }

  boolean has(String item) {
    return slots.stream().anyMatch(slot -> slot.item().equals(item));
  }

  void print(Screen screen) {
    boolean categories = slots.stream().anyMatch(slot -> !slot.category().isEmpty());
    List<List<String>> rows = new ArrayList<>();
    for (int at = 0; at < slots.size(); at++) {
      Slot slot = slots.get(at);
      List<String> row = new ArrayList<>(List.of(Integer.toString(at + 1), slot.name()));
      if (categories) {
        row.add(slot.category());
      }
      row.add(score(slot));
      row.add(slot.reason());
      rows.add(row);
    }
    screen.table(
        categories
            ? List.of("#", "item", "category", "score", "reason")
            : List.of("#", "item", "score", "reason"),
        rows);
  }

  /// This list, with what moved since `before`, and what went out of it.
  void printSince(Listing before, Screen screen) {
    Map<String, Integer> ranks = new TreeMap<>();
    for (int at = 0; at < before.slots.size(); at++) {
      ranks.put(before.slots.get(at).item(), at);
    }
    List<List<String>> rows = new ArrayList<>();
    for (int at = 0; at < slots.size(); at++) {
      Slot slot = slots.get(at);
      Integer was = ranks.remove(slot.item());
      rows.add(
          List.of(
              Integer.toString(at + 1),
              was == null ? "in" : moved(was - at),
              slot.name(),
              score(slot),
              slot.reason()));
    }
    screen.table(List.of("#", "moved", "item", "score", "reason"), rows);
    List<String> gone =
        before.slots.stream()
            .filter(slot -> ranks.containsKey(slot.item()))
            .map(Slot::name)
            .toList();
    if (!gone.isEmpty()) {
      screen.line("out: " + String.join(", ", gone));
    }
  }

  private static String moved(int by) {
    return by > 0 ? "up " + by : by < 0 ? "down " + -by : "=";
  }

  private static String score(Slot slot) {
    return String.format(Locale.ROOT, "%.3f", slot.score());
  }
}
