package io.waymark.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Lines of UTF-8 that end with LF, CR LF or CR. Of one it never gives more than [#LONGEST]
/// characters.
///
/// Whoever knows what most lines look like may take them from the bytes themselves: between
/// [#position] and [#limit] of [#bytes], and says by [#skipTo] which it has taken.
final class ByteLines implements Closeable {
  /// Longer than any row of sense: a description has 16,384 characters at most.
  static final int LONGEST = 1 << 20;

  /// A character has four bytes at most.
  private static final int LONGEST_BYTES = 4 * LONGEST;

  private static final int ROOM = 1 << 18;

  private final InputStream in;
  private byte[] buffer = new byte[ROOM + 1];
  private int at;
  private int end;
  private boolean drained;
  private long number;
  private boolean cut;

  /// @param in closed with this
  ByteLines(InputStream in) {
    this.in = in;
  }

  /// The number of the line given or skipped last, from 1.
  long number() {
    return number;
  }

  /// Whether the line given last was longer than [#LONGEST] and is its beginning only.
  boolean cut() {
    return cut;
  }

  /// The next line without its end, with U+FFFD where bytes are no UTF-8; null after the last.
  @Nullable String next() throws IOException {
    cut = false;
    if (at == end && !more()) {
      return null;
    }
    number++;
    int length = endOfLine(at) - at;
    while (at + length == end && length < LONGEST_BYTES && more()) {
      length = endOfLine(at + length) - at;
    }
    String line = new String(buffer, at, length, StandardCharsets.UTF_8);
    at += length;
    boolean whole = at < end || drained;
    if (!whole) {
      skipRest();
    }
    skipEnd();
    cut = !whole || line.length() > LONGEST;
    return cut ? line.substring(0, LONGEST) : line;
  }

  /// Goes on to the end of a line that is too long to be kept.
  private void skipRest() throws IOException {
    while (at == end && more()) {
      at = endOfLine(at);
    }
  }

  private void skipEnd() throws IOException {
    if (at < end && buffer[at++] == '\r' && (at < end || more()) && buffer[at] == '\n') {
      at++;
    }
  }

  private int endOfLine(int from) {
    int stop = from;
    while (stop < end && buffer[stop] != '\n' && buffer[stop] != '\r') {
      stop++;
    }
    return stop;
  }

  /// Reads on, behind what has not been taken yet.
  ///
  /// @return whether there is more than before
  boolean more() throws IOException {
    if (drained) {
      return false;
    }
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
    }
    if (end == buffer.length - 1) {
      buffer = Arrays.copyOf(buffer, 2 * end + 1);
    }
    int read = in.read(buffer, end, buffer.length - 1 - end);
    drained = read < 0;
    end += Math.max(read, 0);
    return read > 0;
  }

  /// Valid until [#more], [#next] or [#skipTo]; at [#limit] there is always one byte of room.
  byte[] bytes() {
    return buffer;
  }

  int position() {
    return at;
  }

  int limit() {
    return end;
  }

  /// Whether nothing comes behind [#limit].
  boolean isDrained() {
    return drained;
  }

  /// Takes what stands before `position`.
  ///
  /// @param lines how many lines that is
  void skipTo(int position, long lines) {
    at = position;
    number += lines;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
