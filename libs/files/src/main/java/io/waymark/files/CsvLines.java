package io.waymark.files;

import io.waymark.interactions.RejectionReason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the lines of a CSV file apart into fields.
///
/// A quoted field may span lines. Where its quote is not closed within [#MOST_LINES] lines the
/// first line alone is given up, and reading goes on with the second: one stray quote must not
/// swallow what follows it.
final class CsvLines {
  private static final int MOST_LINES = 100;
  private static final int LONGEST_RAW = 2_000;

  private final ByteLines lines;
  private final char separator;

  /// Lines read ahead in search of a closing quote.
  private final Deque<Line> ahead = new ArrayDeque<>();

  CsvLines(ByteLines lines, char separator) {
    this.lines = lines;
    this.separator = separator;
  }

  private record Line(long number, String text, boolean cut) {}

  /// Whether some of the lines that were read are still to be given.
  boolean hasReadAhead() {
    return !ahead.isEmpty();
  }

  /// One record, or why there is none.
  sealed interface Csv {
    record Fields(long line, List<String> values, String raw) implements Csv {}

    record Bad(long line, RejectionReason reason, String raw) implements Csv {}
  }

  /// The next record; empty lines are skipped.
  Optional<Csv> next() throws IOException {
    @Nullable Line line = take();
    while (line != null && line.text().isEmpty()) {
      line = take();
    }
    if (line == null) {
      return Optional.empty();
    }
    if (line.cut()) {
      return Optional.of(
          bad(line, "too_long", "is longer than " + ByteLines.LONGEST + " characters"));
    }
    return Optional.of(record(line));
  }

  private Csv record(Line first) throws IOException {
    StringBuilder text = new StringBuilder(first.text());
    List<Line> joined = new ArrayList<>(0);
    while (true) {
      List<String> values = new ArrayList<>();
      switch (split(text, values)) {
        case WHOLE -> {
          return new Csv.Fields(first.number(), values, first.text());
        }
        case STRAY_QUOTE -> {
          putBack(joined);
          return bad(first, "stray_quote", "has text after a closing quote");
        }
        case OPEN -> {
          @Nullable Line more =
              joined.size() + 1 < MOST_LINES && text.length() < ByteLines.LONGEST ? take() : null;
          if (more == null) {
            putBack(joined);
            return bad(first, "unclosed_quote", "has a quote that is not closed");
          }
          joined.add(more);
          text.append('\n').append(more.text());
        }
      }
    }
  }

  private @Nullable Line take() throws IOException {
    if (!ahead.isEmpty()) {
      return ahead.removeFirst();
    }
    String text = lines.next();
    return text == null ? null : new Line(lines.number(), text, lines.cut());
  }

  private void putBack(List<Line> joined) {
    joined.reversed().forEach(ahead::addFirst);
  }

  private static Csv.Bad bad(Line line, String code, String message) {
    String raw = line.text();
    return new Csv.Bad(
        line.number(),
        new RejectionReason("row", code, message),
        raw.substring(0, Math.min(raw.length(), LONGEST_RAW)));
  }

  private enum Split {
    WHOLE,
    OPEN,
    STRAY_QUOTE
  }

  private Split split(CharSequence text, List<String> values) {
    int length = text.length();
    int at = 0;
    while (true) {
      if (at < length && text.charAt(at) == '"') {
        StringBuilder value = new StringBuilder();
        at = quoted(text, at + 1, value);
        if (at < 0) {
          return Split.OPEN;
        }
        if (at < length && text.charAt(at) != separator) {
          return Split.STRAY_QUOTE;
        }
        values.add(value.toString());
      } else {
        int start = at;
        while (at < length && text.charAt(at) != separator) {
          at++;
        }
        values.add(text.subSequence(start, at).toString());
      }
      if (at >= length) {
        return Split.WHOLE;
      }
      at++;
    }
  }

  /// Reads a quoted field.
  ///
  /// @return where it ends, after the closing quote; -1 where none closes it
  private static int quoted(CharSequence text, int start, StringBuilder value) {
    int at = start;
    while (at < text.length()) {
      char character = text.charAt(at);
      if (character != '"') {
        value.append(character);
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        value.append('"');
        at += 2;
      } else {
        return at + 1;
      }
    }
    return -1;
  }
}
