package io.waymark.cli.imports;

import io.waymark.interactions.Cell;
import io.waymark.interactions.Cells;
import io.waymark.interactions.InteractionParser;
import java.util.HashMap;
import java.util.Map;

/// A table of interactions whose columns the caller names; those not named that are called as ours
/// are taken as they are.
record TableMapping(EventTypes types, Map<String, String> columns) implements Mapping {
  TableMapping {
    columns = Map.copyOf(columns);
    for (String ours : columns.values()) {
      if (!InteractionParser.FIELDS.contains(ours)) {
        throw new ImportException(
            "--map names %s, which is no field; there are %s"
                .formatted(
                    ours, String.join(", ", InteractionParser.FIELDS.stream().sorted().toList())));
      }
    }
  }

  @Override
  public Mapped map(ForeignRow row) {
    Map<String, Cell> fields = new HashMap<>();
    columns.forEach((theirs, ours) -> fields.put(ours, row.cell(ForeignRow.plain(theirs))));
    for (String field : InteractionParser.FIELDS) {
      fields.putIfAbsent(field, row.own(field));
    }
    Cells.id(fields.getOrDefault(InteractionParser.TYPE, Cell.ABSENT))
        .ifPresent(type -> fields.put(InteractionParser.TYPE, types.of(type)));
    return new Mapped.Event(fields);
  }
}
