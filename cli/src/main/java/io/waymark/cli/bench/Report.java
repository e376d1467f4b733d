package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/// Rows as people and as programs read them.
final class Report {
  private final ObjectNode all = JsonNodeFactory.instance.objectNode();
  private final ArrayNode rows;

  Report(Machine machine, Setting setting) {
    ObjectNode on = all.putObject("machine");
    on.put("processor", machine.processor());
    on.put("cores", machine.cores());
    on.put("java", machine.java());
    on.put("heap_bytes", machine.heapBytes());
    on.put("load", machine.load());
    all.put("rounds", setting.rounds());
    all.put("full_size", setting.scale().isFull());
    rows = all.putArray("rows");
  }

  ObjectNode json() {
    return all;
  }

  /// Prints a row and keeps it for [#json].
  ///
  /// @param load of the machine when it was measured
  void add(PrintWriter out, Row row, Outcome outcome, double load) {
    ObjectNode object = rows.addObject().put("name", row.name()).put("goal", row.goal());
    out.println("%n%s: %s".formatted(row.name(), row.goal()));
    switch (outcome) {
      case Outcome.Measured measured -> {
        object.put("state", "measured").put("load", load);
        ArrayNode figures = object.putArray("figures");
        for (Figure figure : measured.figures()) {
          print(out, figure);
          put(figures.addObject(), figure);
        }
        ArrayNode notes = object.putArray("notes");
        measured.notes().forEach(note -> out.println("  (" + note + ")"));
        measured.notes().forEach(notes::add);
      }
      case Outcome.NotBuilt(String why) -> {
        object.put("state", "not_built").put("why", why);
        out.println("  not built: " + why);
      }
      case Outcome.Failed(String why) -> {
        object.put("state", "failed").put("why", why);
        out.println("  failed: " + why);
      }
    }
    out.flush();
  }

  private static void print(PrintWriter out, Figure figure) {
    out.println(
        "  %-52s %10s %-3s (%s–%s)"
            .formatted(
                figure.what(),
                Numbers.text(figure.ours().middle()),
                figure.unit(),
                Numbers.text(figure.ours().least()),
                Numbers.text(figure.ours().most())));
    for (Held held : figure.held()) {
      String verdict = held.verdict(figure.ours()).text();
      out.println(
          switch (held) {
            case Held.Fixed(Bound bound) ->
                "    goal %s %s: %s".formatted(bound.text(), figure.unit(), verdict);
            case Held.Beside(String against, Spread theirs, Bound bound) ->
                "    %s %s (%s–%s): %s×, goal %s ×: %s"
                    .formatted(
                        against,
                        Numbers.text(theirs.middle()),
                        Numbers.text(theirs.least()),
                        Numbers.text(theirs.most()),
                        held.ratio(figure.ours()).stream()
                            .mapToObj(ratio -> Numbers.text(ratio) + " ")
                            .collect(Collectors.joining()),
                        bound.text(),
                        verdict);
            case Held.Absent(String against, String why, Bound bound) ->
                "    %s: %s (%s), goal %s ×".formatted(against, verdict, why, bound.text());
          });
    }
  }

  private static void put(ObjectNode object, Figure figure) {
    object.put("what", figure.what());
    object.put("unit", figure.unit());
    put(object, "", figure.ours());
    ArrayNode all = object.putArray("held");
    for (Held held : figure.held()) {
      ObjectNode one = all.addObject();
      one.put("limit", held.bound().limit());
      one.put("sense", held.bound().sense().name().toLowerCase(Locale.ROOT));
      held.bound().stretch().ifPresent(stretch -> one.put("stretch", stretch));
      one.put("verdict", held.verdict(figure.ours()).name().toLowerCase(Locale.ROOT));
      switch (held) {
        case Held.Fixed _ -> {}
        case Held.Beside(String against, Spread theirs, Bound _) -> {
          one.put("against", against);
          put(one, "their_", theirs);
          held.ratio(figure.ours()).ifPresent(ratio -> one.put("ratio", ratio));
        }
        case Held.Absent(String against, String why, Bound _) ->
            one.put("against", against).put("why", why);
      }
    }
  }

  private static void put(ObjectNode object, String before, Spread spread) {
    object.put(before + "middle", spread.middle());
    object.put(before + "least", spread.least());
    object.put(before + "most", spread.most());
  }
}
