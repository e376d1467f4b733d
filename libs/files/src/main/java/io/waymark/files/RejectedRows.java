package io.waymark.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.interactions.RejectionReason;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The rejected rows of files as JSON Lines, each with its line, all that is wrong with it, and the
/// row itself; and how many there are of each kind. Not for several threads.
public final class RejectedRows implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

  private final JsonGenerator out;
  private final SortedMap<String, Long> byReason = new TreeMap<>();
  private long count;

  public RejectedRows(Path file) throws IOException {
    this.out =
        JSON.createGenerator(
            new BufferedWriter(
                // Half a pair of surrogates, as JSON may spell it, becomes `?`; other writers
                // throw.
                new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8)));
  }

  /// Adds a row.
  ///
  /// @param reasons at least one; the row counts under the first
  /// @param json the row: an object, a string where it could not be taken apart, or null
  /// @throws UncheckedIOException where the disk does not take it
  public void add(long line, List<RejectionReason> reasons, String json) {
    add(Optional.empty(), line, reasons, json);
  }

  /// The same, of one of several files.
  public void add(Path file, long line, List<RejectionReason> reasons, String json) {
    add(Optional.of(String.valueOf(file.getFileName())), line, reasons, json);
  }

  private void add(Optional<String> file, long line, List<RejectionReason> reasons, String json) {
    count++;
    byReason.merge(reasons.getFirst().key(), 1L, Long::sum);
    try {
      out.writeStartObject();
      if (file.isPresent()) {
        out.writeStringField("file", file.get());
      }
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
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long count() {
    return count;
  }

  public SortedMap<String, Long> byReason() {
    return Collections.unmodifiableSortedMap(byReason);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
