package io.waymark.ingest.event;

import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.interactions.InteractionParser;
import io.waymark.tenancy.EventId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One event as it came, and the id it has if it names none.
///
/// @param fields its raw values
/// @param items of an impression, the items shown; empty for every other event
/// @param fallbackId stands in for a missing `event_id`; the same for the same delivery
public record IncomingEvent(Fields fields, List<Cell> items, EventId fallbackId) {
  public IncomingEvent {
    items = List.copyOf(items);
  }

  /// An id for what has none: a hash of where it stands, so that a repeat has the same one.
  ///
  /// @param base names the delivery: an Idempotency-Key, a shard and sequence number
  public static EventId derivedId(String base, int index) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((base + "\n" + index).getBytes(StandardCharsets.UTF_8));
      return new EventId(HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// How many events there are to store.
  int rows() {
    return Math.max(1, items.size());
  }

  /// The id of the event at place `at` of those to store: of the several of an impression each has
  /// one of its own, that follows from the impression's.
  ///
  /// @param given the `event_id`, if it names one
  EventId idAt(Optional<EventId> given, int at) {
    EventId own = given.orElse(fallbackId);
    return items.isEmpty() ? own : derivedId(own.value(), at);
  }

  /// The events to store: itself, or one for each item shown, all under the same `event_id`.
  List<Fields> expanded() {
    if (items.isEmpty()) {
      return List.of(fields);
    }
    List<Fields> each = new ArrayList<>();
    for (int at = 0; at < items.size(); at++) {
      Map<String, Cell> cells = new HashMap<>();
      fields.names().forEach(name -> cells.put(name, fields.cell(name)));
      cells.put(InteractionParser.ITEM_ID, items.get(at));
      cells.putIfAbsent(InteractionParser.POSITION, new Cell.Whole(at + 1L));
      each.add(Fields.of(cells));
    }
    return each;
  }
}
