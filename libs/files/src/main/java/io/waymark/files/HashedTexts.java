package io.waymark.files;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The different texts of a column by DuckDB's hashes of them, so that a text need not come out of
/// it for each row.
final class HashedTexts {
  /// Where there are more, it would take more than looking at each.
  private static final int MOST = 1 << 20;

  private static final long MOST_CHARACTERS = 1 << 25;

  private static final long UNKNOWN = 0xffffffffL;

  /// Hashes of short texts have much in common; this spreads them, in each JVM in another way, so
  /// that nobody can choose texts that share a slot.
  private static final long MIXING = new SplittableRandom().nextLong() | 1;

  /// No hash of ours.
  private static final long EMPTY = -1;

  private final List<String> texts;

  /// In pairs a hash, then a text by its place in `texts` in the upper half and where it stands in
  /// `others` in the lower, below 0 until that is known.
  private final long[] slots;

  private @Nullable Texts others;

  @SuppressWarnings("UnusedVariable") // written, lest the compiler leave out what it was read for
  private long touched;

  private HashedTexts(List<String> texts, long[] hashes) {
    this.texts = texts;
    this.slots = new long[2 * Integer.highestOneBit(Math.max(4, 4 * texts.size()))];
    Arrays.fill(slots, EMPTY);
    for (int text = 0; text < texts.size(); text++) {
      int slot = slot(hashes[text]);
      slots[slot] = hashes[text];
      slots[slot + 1] = (long) text << Integer.SIZE | UNKNOWN;
    }
  }

  /// The hash of a text in SQL; as good a number as DuckDB's own, and one of ours.
  static String hash(String text) {
    return "(hash(" + text + ") >> 1)::BIGINT";
  }

  /// Reads the texts of a column.
  ///
  /// @param text of a row in SQL
  /// @param allowed which of them count
  /// @return empty where there are too many, or two have one hash
  static Optional<HashedTexts> of(
      Connection connection, String source, String text, Predicate<String> allowed)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    LongStream.Builder hashes = LongStream.builder();
    LongStream.Builder refused = LongStream.builder();
    int read = 0;
    long characters = 0;
    String distinct =
        "SELECT DISTINCT %s AS text FROM %s LIMIT %d".formatted(text, source, MOST + 1);
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT text, " + hash("text") + " FROM (" + distinct + ")")) {
      while (rows.next() && characters <= MOST_CHARACTERS) {
        read++;
        String each = rows.getString(1);
        if (each == null || !allowed.test(each)) {
          refused.add(rows.getLong(2));
        } else {
          hashes.add(rows.getLong(2));
          texts.add(each);
          characters += each.length();
        }
      }
    }
    if (read > MOST || characters > MOST_CHARACTERS) {
      return Optional.empty();
    }
    long[] own = hashes.build().toArray();
    return twice(LongStream.concat(LongStream.of(own), refused.build()).toArray())
        ? Optional.empty()
        : Optional.of(new HashedTexts(texts, own));
  }

  private static boolean twice(long[] all) {
    Arrays.sort(all);
    for (int at = 1; at < all.length; at++) {
      if (all[at] == all[at - 1]) {
        return true;
      }
    }
    return false;
  }

  /// Where the texts of hashes stand in `of`; below 0 those that do not count.
  ///
  /// @param into gets the places
  void in(Texts of, long[] hashes, int from, int to, int[] into) {
    if (of != others) {
      others = of;
      for (int slot = 1; slot < slots.length; slot += 2) {
        slots[slot] |= UNKNOWN;
      }
    }
    long sum = 0; // what follows has each brought near the processor, all at once
    for (int at = from; at < to; at++) {
      sum += slots[first(hashes[at])];
    }
    touched = sum;
    for (int at = from; at < to; at++) {
      int slot = slot(hashes[at]);
      int place = (int) slots[slot + 1];
      if (place < 0 && slots[slot] != EMPTY) {
        int text = (int) (slots[slot + 1] >>> Integer.SIZE);
        place = of.number(texts.get(text));
        slots[slot + 1] = (long) text << Integer.SIZE | place;
      }
      into[at] = place;
    }
  }

  /// Where a hash stands or would stand.
  private int slot(long hash) {
    int slot = first(hash);
    while (slots[slot] != hash && slots[slot] != EMPTY) {
      slot = (slot + 2) & (slots.length - 1);
    }
    return slot;
  }

  private int first(long hash) {
    return (int) ((hash * MIXING) >>> Integer.SIZE) & (slots.length - 2);
  }
}
