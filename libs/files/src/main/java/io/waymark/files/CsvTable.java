package io.waymark.files;

import io.waymark.interactions.Cell;
import io.waymark.interactions.RejectionReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A CSV file with a header. Names of columns count without case and blanks around them.
final class CsvTable implements Table {
  private static final char[] SEPARATORS = {',', ';', '\t'};
  private static final char NOT_UTF_8 = '\ufffd';

  private final ByteLines bytes;
  private final CsvLines lines;
  private final char separator;
  private final Columns columns;
  private Optional<CsvInteractions> plain = Optional.empty();

  private CsvTable(ByteLines bytes, char separator, Columns columns) {
    this.bytes = bytes;
    this.lines = new CsvLines(bytes, separator);
    this.separator = separator;
    this.columns = columns;
  }

  /// Reads the header.
  static Opened open(ByteLines raw, List<String> required) throws IOException {
    String header = raw.next();
    while (header != null && header.isBlank()) {
      header = raw.next();
    }
    if (header == null) {
      return new Opened.Refused(new Refusal(Refusal.Reason.EMPTY, "has no header"));
    }
    char separator = separator(header);
    List<String> names = names(header, separator);
    for (String name : required) {
      if (!names.contains(name)) {
        return new Opened.Refused(
            new Refusal(
                Refusal.Reason.MISSING_COLUMN,
                "has no column " + name + "; its columns are: " + Opened.shortened(names)));
      }
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!name.isEmpty() && !seen.add(name)) {
        return new Opened.Refused(
            new Refusal(Refusal.Reason.DUPLICATE_COLUMN, "has the column " + name + " twice"));
      }
    }
    return new Opened.Ready(new CsvTable(raw, separator, new Columns(names)));
  }

  private static List<String> names(String header, char separator) throws IOException {
    InputStream line = new ByteArrayInputStream(header.getBytes(StandardCharsets.UTF_8));
    CsvLines one = new CsvLines(new ByteLines(line), separator);
    return switch (one.next().orElseThrow()) {
      case CsvLines.Csv.Fields fields ->
          fields.values().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
      case CsvLines.Csv.Bad bad -> Arrays.asList(bad.raw());
    };
  }

  private static char separator(String header) {
    char best = SEPARATORS[0];
    for (char candidate : SEPARATORS) {
      if (count(header, candidate) > count(header, best)) {
        best = candidate;
      }
    }
    return best;
  }

  /// Outside of quotes; a doubled quote within them closes and opens again.
  private static int count(String text, char wanted) {
    int count = 0;
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      quoted ^= text.charAt(at) == '"';
      count += !quoted && text.charAt(at) == wanted ? 1 : 0;
    }
    return count;
  }

  @Override
  public FileFormat format() {
    return FileFormat.CSV;
  }

  @Override
  public Optional<TableRow> next() {
    try {
      return lines.next().map(this::row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean fill(InteractionBlock block) {
    CsvInteractions interactions =
        plain.orElseGet(() -> new CsvInteractions(bytes, separator, columns.names()));
    plain = Optional.of(interactions);
    try {
      while (!block.isFull()) {
        if (!lines.hasReadAhead()) {
          interactions.read(block);
        }
        if (!block.isFull()) { // what comes next is no plain row
          Optional<TableRow> row = next();
          if (row.isEmpty()) {
            return false;
          }
          block.add(row.get());
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TableRow row(CsvLines.Csv csv) {
    return switch (csv) {
      case CsvLines.Csv.Bad bad -> new TableRow.Malformed(bad.line(), bad.reason(), bad.raw());
      case CsvLines.Csv.Fields fields -> row(fields);
    };
  }

  private TableRow row(CsvLines.Csv.Fields fields) {
    List<String> values = fields.values();
    int expected = columns.names().size();
    if (values.size() != expected) {
      return new TableRow.Malformed(
          fields.line(),
          new RejectionReason(
              "row",
              values.size() < expected ? "too_few_fields" : "too_many_fields",
              "has " + values.size() + " fields where the header has " + expected),
          fields.raw());
    }
    List<Cell> cells = new ArrayList<>(expected);
    for (String value : values) {
      if (value.indexOf(NOT_UTF_8) >= 0) {
        return new TableRow.Malformed(
            fields.line(),
            new RejectionReason("row", "not_utf_8", "has bytes that are not UTF-8"),
            fields.raw());
      }
      cells.add(Cell.text(value));
    }
    return new TableRow.Row(fields.line(), columns, cells);
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
