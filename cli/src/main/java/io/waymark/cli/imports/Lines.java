package io.waymark.cli.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// JSON Lines in a file, compressed where its name ends with `.gz`. Not for several threads.
final class Lines implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();
  private static final String END = "\n";

  private final Counted written;
  private final JsonGenerator json;

  Lines(Path file) throws IOException {
    written = new Counted(Files.newOutputStream(file));
    OutputStream out = new BufferedOutputStream(written, 1 << 16);
    json =
        JSON.createGenerator(
            file.toString().endsWith(".gz") ? new GZIPOutputStream(out, 1 << 16) : out);
  }

  /// What one line holds.
  interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  void add(Content content) throws IOException {
    json.writeStartObject();
    content.write(json);
    json.writeEndObject();
    json.writeRaw(END);
  }

  /// About how long the file is so far.
  long bytes() {
    return written.bytes;
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private static final class Counted extends FilterOutputStream {
    private long bytes;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      bytes += length;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      bytes++;
    }
  }
}
