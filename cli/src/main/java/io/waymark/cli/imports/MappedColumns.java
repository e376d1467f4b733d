package io.waymark.cli.imports;

import io.waymark.files.FileFormat;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;

/// The columns that a caller named, of which none may be mistyped. A table has them in every row;
/// an object of JSON leaves out what it has not, but then some other of the file has it.
final class MappedColumns {
  private final Path file;
  private final FileFormat format;
  private final TreeSet<String> missing;
  private boolean any;

  MappedColumns(Path file, FileFormat format, Collection<String> named) {
    this.file = file;
    this.format = format;
    this.missing = new TreeSet<>(named);
  }

  /// @throws ImportException where a table has no such column
  void met(ForeignRow row) {
    any = true;
    if (!missing.isEmpty()) {
      missing.removeIf(column -> row.has(ForeignRow.plain(column)));
      switch (format) {
        case CSV, PARQUET -> refuse("column");
        case JSONL -> {}
      }
    }
  }

  /// @throws ImportException where no row of the file had a field
  void end() {
    if (any) {
      refuse("field");
    }
  }

  private void refuse(String what) {
    if (!missing.isEmpty()) {
      throw new ImportException(
          "%s has no %s %s, which --map names".formatted(file, what, missing.first()));
    }
  }
}
