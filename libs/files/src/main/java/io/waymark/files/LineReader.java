package io.waymark.files;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// Reads lines that end with LF, CR LF or CR, and never holds more than [#LONGEST] characters of
/// one.
final class LineReader {
  /// Longer than any row of sense: a description has 16,384 characters at most.
  static final int LONGEST = 1 << 20;

  private final Reader reader;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int end;
  private long number;
  private boolean cut;

  LineReader(Reader reader) {
    this.reader = reader;
  }

  /// The number of the line returned last, from 1.
  long number() {
    return number;
  }

  /// Whether the line returned last was longer than [#LONGEST] and is its beginning only.
  boolean cut() {
    return cut;
  }

  /// The next line without its end; null after the last.
  @Nullable String next() throws IOException {
    cut = false;
    if (at == end && !fill()) {
      return null;
    }
    number++;
    StringBuilder longer = new StringBuilder(0);
    while (true) {
      int start = at;
      while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
        at++;
      }
      int room = Math.min(at - start, LONGEST - longer.length());
      cut |= room < at - start;
      if (at < end) {
        String line =
            longer.isEmpty()
                ? new String(buffer, start, room)
                : longer.append(buffer, start, room).toString();
        skipEnd();
        return line;
      }
      longer.append(buffer, start, room);
      if (!fill()) {
        return longer.toString();
      }
    }
  }

  private void skipEnd() throws IOException {
    boolean carriageReturn = buffer[at] == '\r';
    at++;
    if (carriageReturn && (at < end || fill()) && buffer[at] == '\n') {
      at++;
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(reader.read(buffer, 0, buffer.length), 0);
    return end > 0;
  }
}
