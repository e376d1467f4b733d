package io.waymark.ingest.quality;

import io.waymark.files.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts the texts of a column. Where they have numbers, rows are counted by these, and each text
/// is looked at once.
public final class TextCounts {
  private static final long UNKNOWN = 0;

  private final Each each;
  private final KeyCounts counts = new KeyCounts();
  private final KeySample sample = new KeySample();
  private @Nullable String top;
  private @Nullable Texts texts;

  /// By number in `texts` in pairs: the hash, or [#UNKNOWN], and how many rows are not yet in
  /// `counts`.
  private long[] numbered = {};

  /// Told of every text, at least once; the rows of all times together are the rows that have it.
  @FunctionalInterface
  interface Each {
    void add(String text, long rows);
  }

  public TextCounts() {
    this((_, _) -> {});
  }

  TextCounts(Each each) {
    this.each = each;
  }

  /// As [KeyCounts#hash(String)] has it.
  public long hash(Texts from, int number) {
    if (from != texts) {
      settle();
      texts = from;
      numbered = new long[0];
    }
    if (2 * number >= numbered.length) {
      numbered = Arrays.copyOf(numbered, Math.max(2 * from.size(), 2 * numbered.length));
    }
    if (numbered[2 * number] == UNKNOWN) {
      numbered[2 * number] = KeyCounts.hash(from.text(number));
    }
    return numbered[2 * number];
  }

  /// Counts a row that has a text of those whose [#hash] was asked for last.
  void add(int number) {
    numbered[2 * number + 1]++;
  }

  void add(String text) {
    add(text, KeyCounts.hash(text), 1);
  }

  void add(String text, long hash, long rows) {
    if (counts.add(hash, rows)) {
      top = text;
    }
    sample.add(hash);
    each.add(text, rows);
  }

  /// Takes in what was counted by number; the figures below do so themselves.
  void settle() {
    if (texts == null) {
      return;
    }
    for (int number = 0; 2 * number < numbered.length; number++) {
      long rows = numbered[2 * number + 1];
      if (rows > 0) {
        numbered[2 * number + 1] = 0;
        add(texts.text(number), numbered[2 * number], rows);
      }
    }
  }

  /// How many rows there are.
  long rows() {
    settle();
    return counts.rows();
  }

  /// The texts with the least hashes.
  List<Long> sample() {
    settle();
    return sample.hashes();
  }

  /// How the rows are spread over the texts; none where there are none.
  Optional<Profile.Dimension> dimension() {
    settle();
    return Optional.ofNullable(top).map(most -> Profile.Dimension.of(counts, most));
  }
}
