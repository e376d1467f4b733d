package io.waymark.cli.imports;

import io.waymark.interactions.RejectionReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was not written: for each row its file, its line, all reasons and the row itself.
final class RefusedLines implements AutoCloseable {
  private final Lines lines;
  private final SortedMap<String, Long> byReason = new TreeMap<>();
  private long rows;

  RefusedLines(Path file) throws IOException {
    lines = new Lines(file);
  }

  /// @param reasons at least one; the row counts under the first
  /// @param json the row
  void add(Path file, long line, List<RejectionReason> reasons, String json) throws IOException {
    rows++;
    byReason.merge(reasons.getFirst().key(), 1L, Long::sum);
    lines.add(
        out -> {
          out.writeStringField("file", String.valueOf(file.getFileName()));
          out.writeNumberField("line", line);
          out.writeArrayFieldStart("reasons");
          for (RejectionReason reason : reasons) {
            out.writeStartObject();
            out.writeStringField("field", reason.field());
            out.writeStringField("code", reason.code());
            out.writeStringField("message", reason.message());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeFieldName("row");
          out.writeRawValue(json);
        });
  }

  long rows() {
    return rows;
  }

  SortedMap<String, Long> byReason() {
    return byReason;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
