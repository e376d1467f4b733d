package io.waymark.ingest.upload;

import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.files.JsonCells;
import io.waymark.ingest.event.EventOutcome;
import io.waymark.interactions.RejectionReason;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rejected rows of a file as JSON Lines, each with its line, all that is wrong with it, and
/// the row itself; and how many there are of each kind.
final class RejectedRows implements AutoCloseable {
  private final BufferedWriter writer;
  private final Map<String, Long> byReason = new TreeMap<>();
  private long count;

  RejectedRows(Path file) throws IOException {
    this.writer = Files.newBufferedWriter(file);
  }

  /// @param json the row: an object, a string where it could not be taken apart, or null
  void add(long line, List<RejectionReason> reasons, String json) {
    count++;
    byReason.merge(reasons.getFirst().key(), 1L, Long::sum);
    try {
      JsonGenerator out = JsonCells.STRICT.createGenerator(writer);
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      out.writeStartObject();
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
      out.writeEndObject();
      out.close();
      writer.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A row of an erased user, of which only that is kept.
  void addErased(long line) {
    add(line, List.of(EventOutcome.Erased.REASON), "null");
  }

  long count() {
    return count;
  }

  Map<String, Long> byReason() {
    return byReason;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
