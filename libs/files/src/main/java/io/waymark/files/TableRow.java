package io.waymark.files;

import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.interactions.RejectionReason;
import java.util.Collection;
import java.util.List;

/// What stands at one place of a table.
public sealed interface TableRow {
  /// The line it begins in, from 1; for Parquet the number of the row, from 1.
  long line();

  /// A row that could be taken apart. What its values mean is for others to say.
  record Row(long line, Columns columns, List<Cell> cells) implements TableRow, Fields {
    /// @param cells as many as `columns`; not copied, since it is made for every row of a file
    public Row {
      if (cells.size() != columns.names().size()) {
        throw new IllegalArgumentException("as many cells as columns");
      }
    }

    @Override
    public Cell cell(String name) {
      int at = columns.position(name);
      return at < 0 ? Cell.ABSENT : cells.get(at);
    }

    @Override
    public Collection<String> names() {
      return columns.names();
    }

    /// The row as a JSON object.
    public String json() {
      return RowJson.object(this);
    }
  }

  /// A row that cannot be taken apart; the ones after it can.
  ///
  /// @param raw its text, as far as a report needs it
  record Malformed(long line, RejectionReason reason, String raw) implements TableRow {
    /// The text as a JSON string.
    public String json() {
      return RowJson.text(raw);
    }
  }

  /// From here on the file cannot be read; nothing comes after it.
  record Unreadable(long line, Refusal refusal) implements TableRow {}
}
