package io.waymark.model.scan;

import java.util.Arrays;

/// Scores of which nearly all are 0: those above it, by rising item. Not a record, because of the
/// arrays.
final class SparseScores {
  private final int[] items;
  private final float[] scores;

  /// Scores of some items.
  ///
  /// @param items rising
  /// @param scores of these, above 0
  SparseScores(int[] items, float[] scores) {
    this.items = items;
    this.scores = scores;
  }

  int size() {
    return items.length;
  }

  int item(int at) {
    return items[at];
  }

  float score(int at) {
    return scores[at];
  }

  /// The largest, or 0.
  float most() {
    float most = 0;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    return most;
  }

  /// Of any item.
  float of(int item) {
    int at = Arrays.binarySearch(items, item);
    return at < 0 ? 0 : scores[at];
  }

  /// Of the items from `begin` to before `end`, to the first places of `to`.
  void fill(float[] to, int begin, int end) {
    Arrays.fill(to, 0, end - begin, 0);
    int first = Arrays.binarySearch(items, begin);
    for (int at = first < 0 ? ~first : first; at < items.length && items[at] < end; at++) {
      to[items[at] - begin] = scores[at];
    }
  }

  /// How they lie, with those that are 0.
  ///
  /// @param all how many there are with these
  Spread spread(int all) {
    double mean = sum(0, false) / all;
    double squares = sum(mean, true) + (all - items.length) * mean * mean;
    return new Spread(mean, Math.sqrt(squares / all));
  }

  /// Of what scores have beyond some number, or its squares; in four sums, none of which waits for
  /// another.
  private double sum(double beyond, boolean squared) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int at = 0;
    for (; at + 3 < scores.length; at += 4) {
      a += off(scores[at], beyond, squared);
      b += off(scores[at + 1], beyond, squared);
      c += off(scores[at + 2], beyond, squared);
      d += off(scores[at + 3], beyond, squared);
    }
    for (; at < scores.length; at++) {
      a += off(scores[at], beyond, squared);
    }
    return (a + b) + (c + d);
  }

  private static double off(float score, double beyond, boolean squared) {
    double off = score - beyond;
    return squared ? off * off : off;
  }

  /// Adds up scores that come in any order.
  static final class Adding {
    /// All 0 between two uses.
    private final float[] sums;

    /// A bit for each item that something was added to; none between two uses.
    private final long[] touched;

    Adding(int items) {
      this.sums = new float[items];
      this.touched = new long[(items + Long.SIZE - 1) / Long.SIZE];
    }

    void add(int item, float score) {
      sums[item] += score;
      touched[item >>> 6] |= 1L << item;
    }

    /// What came to more than 0; the rest says nothing. Ready for the next use then.
    SparseScores end() {
      int count = 0;
      for (long word : touched) {
        count += Long.bitCount(word);
      }
      int[] items = new int[count];
      float[] scores = new float[count];
      int size = 0;
      for (int word = 0; word < touched.length; word++) {
        for (long bits = touched[word]; bits != 0; bits &= bits - 1) {
          int item = (word << 6) + Long.numberOfTrailingZeros(bits);
          if (sums[item] > 0) {
            items[size] = item;
            scores[size++] = sums[item];
          }
          sums[item] = 0;
        }
        touched[word] = 0;
      }
      return new SparseScores(Arrays.copyOf(items, size), Arrays.copyOf(scores, size));
    }
  }
}
