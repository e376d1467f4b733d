package io.waymark.ingest.event;

import io.micronaut.json.tree.JsonNode;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.RejectionReason;
import io.waymark.tenancy.EventId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one event from a JSON object, as HTTP bodies and stream records hold it.
public final class JsonEvents {
  static final String ITEM_IDS = "item_ids";
  static final String TENANT_ID = "tenant_id";

  private static final String IMPRESSION = "impression";

  /// As many as one page can show.
  private static final int MOST_ITEMS = 100;

  private JsonEvents() {}

  /// An event, or what makes the object none.
  public sealed interface Read {
    record Event(IncomingEvent event) implements Read {}

    record NoEvent(Optional<String> id, List<RejectionReason> reasons) implements Read {
      public NoEvent {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /// Reads `node`; unknown fields are refused by name.
  public static Read read(JsonNode node, EventId fallbackId) {
    List<RejectionReason> reasons = new ArrayList<>(0);
    if (!node.isObject()) {
      reasons.add(new RejectionReason("event", "invalid", "must be an object"));
      return new Read.NoEvent(Optional.empty(), reasons);
    }
    Map<String, Cell> cells = new HashMap<>();
    List<Cell> items = new ArrayList<>();
    boolean impression = IMPRESSION.equals(text(node, InteractionParser.TYPE).orElse(""));
    for (Map.Entry<String, JsonNode> entry : node.entries()) {
      String name = entry.getKey();
      if (name.equals(ITEM_IDS) && impression) {
        items.addAll(items(entry.getValue(), reasons));
      } else if (InteractionParser.FIELDS.contains(name)) {
        cells.put(name, cell(entry.getValue()));
      } else if (!name.equals(TENANT_ID)) {
        reasons.add(new RejectionReason(name, "unknown", "is not a field of an event"));
      }
    }
    if (!items.isEmpty() && cells.containsKey(InteractionParser.ITEM_ID)) {
      reasons.add(
          new RejectionReason(
              InteractionParser.ITEM_ID, "ambiguous", "must be left out where item_ids is given"));
    }
    return reasons.isEmpty()
        ? new Read.Event(new IncomingEvent(Fields.of(cells), items, fallbackId))
        : new Read.NoEvent(text(node, InteractionParser.EVENT_ID), reasons);
  }

  /// The text under `name` of an object, if it is one.
  public static Optional<String> text(JsonNode object, String name) {
    return Optional.ofNullable(object.get(name))
        .filter(JsonNode::isString)
        .map(JsonNode::getStringValue);
  }

  private static List<Cell> items(JsonNode node, List<RejectionReason> reasons) {
    if (!node.isArray() || node.size() == 0 || node.size() > MOST_ITEMS) {
      reasons.add(
          new RejectionReason(
              ITEM_IDS, "invalid", "must be a list of 1 to " + MOST_ITEMS + " item ids"));
      return List.of();
    }
    List<Cell> items = new ArrayList<>(node.size());
    node.values().forEach(value -> items.add(cell(value)));
    return items;
  }

  private static Cell cell(JsonNode value) {
    if (value.isNull()) {
      return Cell.ABSENT;
    }
    if (value.isString()) {
      return Cell.text(value.getStringValue());
    }
    if (value.isBoolean()) {
      return new Cell.Flag(value.getBooleanValue());
    }
    if (value.isNumber()) {
      return number(value.getNumberValue());
    }
    return new Cell.Nested(value.isArray() ? "[…]" : "{…}");
  }

  /// Whole where a long holds it exactly. What no double holds is infinite, and so out of every
  /// field's range.
  private static Cell number(Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      return Cell.decimal(number.doubleValue());
    }
    BigDecimal exact = new BigDecimal(number.toString());
    if (exact.stripTrailingZeros().scale() > 0) {
      return Cell.decimal(exact.doubleValue());
    }
    try {
      return new Cell.Whole(exact.longValueExact());
    } catch (ArithmeticException tooLarge) {
      return Cell.decimal(exact.doubleValue());
    }
  }
}
