package io.waymark.cli.demo;

import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Cells;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Names of items in a catalogue's file, for lines about what a user did.
final class ItemNames {
  private ItemNames() {}

  /// @throws StepException where the file is no table with `item_id`
  static Map<String, String> read(Path file) {
    return switch (TableFile.open(file, List.of("item_id"))) {
      case Opened.Refused refused ->
          throw new StepException(file + " " + refused.refusal().message());
      case Opened.Ready ready -> {
        try (Table table = ready.table()) {
          yield names(table);
        }
      }
    };
  }

  private static Map<String, String> names(Table table) {
    Map<String, String> names = new HashMap<>();
    for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
      if (row.get() instanceof TableRow.Row fields) {
        String name = Cells.id(fields.cell("name")).orElse("");
        if (!name.isEmpty()) {
          Cells.id(fields.cell("item_id")).ifPresent(item -> names.put(item, name));
        }
      }
    }
    return names;
  }
}
