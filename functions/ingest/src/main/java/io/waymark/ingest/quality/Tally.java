package io.waymark.ingest.quality;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Counts rows of one kind and keeps a few examples.
public final class Tally {
  private static final int EXAMPLES = 5;
  private static final int LONGEST = 60;

  private final Set<String> examples = new LinkedHashSet<>();
  private long rows;

  public void add(String example) {
    add(List.of(example));
  }

  /// Counts one row that has several of the kind.
  public void add(List<String> some) {
    add(some, 1);
  }

  /// Counts rows of which each has all of `some`.
  public void add(List<String> some, long times) {
    rows += times;
    for (String example : some) {
      if (examples.size() < EXAMPLES) {
        examples.add(shortened(example));
      }
    }
  }

  public static String shortened(String example) {
    return example.length() > LONGEST ? example.substring(0, LONGEST) + "…" : example;
  }

  public long rows() {
    return rows;
  }

  /// `a, b, c`.
  String examples() {
    return String.join(", ", examples);
  }
}
