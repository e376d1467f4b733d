package io.waymark.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.interactions.Cell;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Writes rows as JSON for reports of what was rejected.
final class RowJson {
  private static final JsonFactory JSON = new JsonFactory();

  private RowJson() {}

  static String object(TableRow.Row row) {
    return written(
        out -> {
          out.writeStartObject();
          for (int at = 0; at < row.cells().size(); at++) {
            if (!(row.cells().get(at) instanceof Cell.Absent)) {
              out.writeFieldName(row.columns().names().get(at));
              write(row.cells().get(at), out);
            }
          }
          out.writeEndObject();
        });
  }

  static String text(String text) {
    return written(out -> out.writeString(text));
  }

  private static void write(Cell cell, JsonGenerator out) throws IOException {
    switch (cell) {
      case Cell.Absent _ -> out.writeNull();
      case Cell.Text text -> out.writeString(text.value());
      case Cell.Whole whole -> out.writeNumber(whole.value());
      case Cell.Decimal decimal -> {
        if (Double.isFinite(decimal.value())) {
          out.writeNumber(decimal.value());
        } else {
          out.writeString(Double.toString(decimal.value()));
        }
      }
      case Cell.Flag flag -> out.writeBoolean(flag.value());
      case Cell.Moment moment -> out.writeString(moment.value().toString());
      case Cell.Nested nested -> out.writeRawValue(nested.json());
    }
  }

  private interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  private static String written(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return text.toString();
  }
}
