package io.waymark.training;

import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Tables in files, with exceptions that name the file.
final class Tables {
  private Tables() {}

  interface EachRow {
    void take(TableRow.Row row) throws IOException;
  }

  static Opened opened(Path file, List<String> required) throws IOException {
    if (Files.isDirectory(file)) {
      throw new UnreadableFileException(file, "is a folder; it must be a file");
    }
    return reading(() -> TableFile.open(file, required));
  }

  /// Hands every row to `each`, the ones that cannot be taken apart to `passedOver`.
  static void read(Path file, List<String> required, PassedOver passedOver, EachRow each)
      throws IOException {
    switch (opened(file, required)) {
      case Opened.Refused refused ->
          throw new UnreadableFileException(file, refused.refusal().message());
      case Opened.Ready ready -> {
        try (Table table = ready.table()) {
          for (Optional<TableRow> row = reading(table::next);
              row.isPresent();
              row = reading(table::next)) {
            switch (row.get()) {
              case TableRow.Row fields -> each.take(fields);
              case TableRow.Malformed bad -> passedOver.add(bad.line(), bad.reason());
              case TableRow.Unreadable broken ->
                  throw new UnreadableFileException(file, broken.refusal().message());
            }
          }
        }
      }
    }
  }

  /// What a table throws where the disk does not give it, as what it was.
  static <T> T reading(Supplier<T> read) throws IOException {
    try {
      return read.get();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }
}
