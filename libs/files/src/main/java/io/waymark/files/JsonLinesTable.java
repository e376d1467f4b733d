package io.waymark.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.interactions.Cell;
import io.waymark.interactions.RejectionReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One JSON object a line.
final class JsonLinesTable implements Table {
  private static final int LONGEST_RAW = 2_000;

  /// A file none of whose first rows is an object, or has a required field, is not ours.
  private static final int SAMPLE = 100;

  private final ByteLines lines;
  private final Deque<TableRow> sample = new ArrayDeque<>();
  private Columns lastColumns = new Columns(List.of());

  private JsonLinesTable(ByteLines lines) {
    this.lines = lines;
  }

  static Opened open(ByteLines lines, List<String> required) throws IOException {
    JsonLinesTable table = new JsonLinesTable(lines);
    int objects = 0;
    List<String> missing = new ArrayList<>(required);
    while (table.sample.size() < SAMPLE) {
      Optional<TableRow> row = table.read();
      if (row.isEmpty()) {
        break;
      }
      if (row.get() instanceof TableRow.Row fields) {
        objects++;
        missing.removeAll(fields.names());
      }
      table.sample.add(row.get());
    }
    if (table.sample.isEmpty()) {
      return new Opened.Refused(new Refusal(Refusal.Reason.EMPTY, "has no line"));
    }
    if (objects == 0) {
      return new Opened.Refused(
          new Refusal(
              Refusal.Reason.NOT_THIS_FORMAT,
              "is not JSON Lines: none of its first lines is a JSON object"));
    }
    if (!missing.isEmpty()) {
      return new Opened.Refused(
          new Refusal(
              Refusal.Reason.MISSING_COLUMN,
              "has no field " + missing.getFirst() + " in its first " + SAMPLE + " objects"));
    }
    return new Opened.Ready(table);
  }

  @Override
  public FileFormat format() {
    return FileFormat.JSONL;
  }

  @Override
  public Optional<TableRow> next() {
    if (!sample.isEmpty()) {
      return Optional.of(sample.removeFirst());
    }
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<TableRow> read() throws IOException {
    String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    if (line == null) {
      return Optional.empty();
    }
    if (lines.cut()) {
      return Optional.of(
          malformed(line, "too_long", "is longer than " + ByteLines.LONGEST + " characters"));
    }
    try {
      return Optional.of(parsed(line));
    } catch (JsonProcessingException e) {
      return Optional.of(malformed(line, "not_json", "is not JSON: " + e.getOriginalMessage()));
    }
  }

  private TableRow parsed(String line) throws IOException {
    try (JsonParser json = JsonCells.STRICT.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return malformed(line, "not_an_object", "is not a JSON object");
      }
      Map<String, Cell> cells = JsonCells.object(json);
      if (json.nextToken() != null) {
        return malformed(line, "not_json", "has text after its object");
      }
      List<String> names = List.copyOf(cells.keySet());
      if (!names.equals(lastColumns.names())) {
        lastColumns = new Columns(names);
      }
      return new TableRow.Row(lines.number(), lastColumns, List.copyOf(cells.values()));
    }
  }

  private TableRow malformed(String line, String code, String message) {
    return new TableRow.Malformed(
        lines.number(),
        new RejectionReason("row", code, message),
        line.substring(0, Math.min(line.length(), LONGEST_RAW)));
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
