package io.waymark.files;

import io.waymark.interactions.Cell;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.RejectionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a table of interactions holds, read row by row and read in blocks.
final class TwoWays {
  private TwoWays() {}

  /// All that can be said of a row.
  sealed interface Told {
    record Taken(Interaction interaction, Set<String> further) implements Told {}

    record Refused(List<RejectionReason> reasons, String json) implements Told {}

    record End(Refusal refusal) implements Told {}
  }

  /// Row by row, under the lines they begin in.
  static Map<Long, Told> byRows(Table table, InteractionParser parser) {
    Map<Long, Told> told = new TreeMap<>();
    try (InteractionFile rows = new InteractionFile(table, parser)) {
      for (Optional<InteractionFile.Outcome> row = rows.next();
          row.isPresent();
          row = rows.next()) {
        put(told, row.get().line(), told(row.get()));
      }
    }
    return told;
  }

  /// In blocks.
  static Map<Long, Told> byBlocks(Table table, InteractionParser parser) {
    Map<Long, Told> told = new TreeMap<>();
    try (InteractionBlocks blocks = new InteractionBlocks(table, parser)) {
      long before = 0;
      while (blocks.next()) {
        InteractionBlock block = blocks.block();
        for (int row = 0; row < block.size(); row++) {
          if (block.line(row) <= before) {
            throw new IllegalStateException("line " + block.line(row) + " after " + before);
          }
          before = block.line(row);
          put(
              told,
              before,
              new Told.Taken(block.interaction(row), new TreeSet<>(block.further(row))));
        }
        block.rejected().forEach(bad -> put(told, bad.line(), told(bad)));
        block.end().ifPresent(end -> put(told, end.line(), told(end)));
      }
    }
    return told;
  }

  private static void put(Map<Long, Told> told, long line, Told what) {
    if (told.put(line, what) != null) {
      throw new IllegalStateException("line " + line + " twice");
    }
  }

  private static Told told(InteractionFile.Outcome outcome) {
    return switch (outcome) {
      case InteractionFile.Outcome.Accepted good ->
          new Told.Taken(good.interaction(), new TreeSet<>(further(good.row())));
      case InteractionFile.Outcome.Rejected bad -> new Told.Refused(bad.reasons(), bad.json());
      case InteractionFile.Outcome.Unreadable broken -> new Told.End(broken.refusal());
    };
  }

  private static List<String> further(TableRow.Row row) {
    List<String> names = new ArrayList<>();
    for (String name : row.names()) {
      if (!InteractionParser.FIELDS.contains(name) && !(row.cell(name) instanceof Cell.Absent)) {
        names.add(name);
      }
    }
    return names;
  }
}
