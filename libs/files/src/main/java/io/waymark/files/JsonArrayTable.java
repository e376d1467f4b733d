package io.waymark.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.interactions.Cell;
import io.waymark.interactions.RejectionReason;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One JSON array of objects, read one at a time. What is no object, or names a field twice, also
/// within its values, is a row that cannot be taken apart; text that is not JSON ends the file,
/// since nothing says where the next object begins.
final class JsonArrayTable implements Table {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;
  private Columns lastColumns = new Columns(List.of());
  private boolean ended;

  private JsonArrayTable(JsonParser json) {
    this.json = json;
  }

  /// Begins at the opening bracket; before it may only stand what JSON takes for blanks.
  static Opened open(Reader reader) throws IOException {
    JsonParser json = JSON.createParser(reader);
    try {
      json.nextToken();
      return new Opened.Ready(new JsonArrayTable(json));
    } catch (JsonProcessingException e) {
      return new Opened.Refused(
          new Refusal(Refusal.Reason.NOT_THIS_FORMAT, "is not JSON: " + e.getOriginalMessage()));
    }
  }

  @Override
  public FileFormat format() {
    return FileFormat.JSONL;
  }

  @Override
  public Optional<TableRow> next() {
    if (ended) {
      return Optional.empty();
    }
    try {
      JsonToken token = json.nextToken();
      if (token == JsonToken.END_ARRAY) {
        ended = true;
        return json.nextToken() == null
            ? Optional.empty()
            : Optional.of(broken("goes on after its array"));
      }
      return Optional.of(token == null ? broken("ends within its array") : row(token));
    } catch (JsonProcessingException e) {
      return Optional.of(broken("is not JSON: " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TableRow row(JsonToken token) throws IOException {
    long line = line();
    if (token != JsonToken.START_OBJECT) {
      json.skipChildren();
      return malformed(line, "not_an_object", "is not a JSON object");
    }
    Map<String, Cell> cells = new LinkedHashMap<>();
    Optional<String> twice = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (cells.put(name, JsonCells.value(json)) != null) {
        twice = Optional.of(name);
      }
    }
    if (json.currentToken() == null) {
      return broken("ends within its array");
    }
    if (twice.isPresent()) {
      return malformed(line, "field_twice", "names the field " + twice.get() + " twice");
    }
    for (Map.Entry<String, Cell> cell : cells.entrySet()) {
      if (cell.getValue() instanceof Cell.Nested nested && namesAFieldTwice(nested)) {
        return malformed(line, "field_twice", "names a field twice within " + cell.getKey());
      }
    }
    List<String> names = List.copyOf(cells.keySet());
    if (!names.equals(lastColumns.names())) {
      lastColumns = new Columns(names);
    }
    return new TableRow.Row(line, lastColumns, List.copyOf(cells.values()));
  }

  /// Asked behind the row, not while it is read: then nothing would say where the next one begins.
  private static boolean namesAFieldTwice(Cell.Nested nested) throws IOException {
    try (JsonParser within = JsonCells.STRICT.createParser(nested.json())) {
      while (within.nextToken() != null) {
        // only its complaint counts
      }
      return false;
    } catch (JsonProcessingException twice) { // it was JSON a moment ago
      return true;
    }
  }

  private long line() {
    return json.currentTokenLocation().getLineNr();
  }

  private TableRow broken(String message) {
    ended = true;
    return new TableRow.Unreadable(
        line(), new Refusal(Refusal.Reason.TRUNCATED, message + " (line " + line() + ")"));
  }

  private static TableRow malformed(long line, String code, String message) {
    return new TableRow.Malformed(line, new RejectionReason("row", code, message), "");
  }

  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
