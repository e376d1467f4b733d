package io.waymark.training;

import java.time.Duration;

/// What to train, and how long to look for it.
///
/// @param algorithm one of [Algorithms#names()] or `auto`
/// @param settings that hold whatever the search finds
/// @param budget for the search; training the chosen one to be measured, and then on all rows,
///   comes after it. While it lasts the result depends on rows and seed alone; once it ends the
///   search stops with the best so far, and the manifest says so
public record TrainingOptions(
    String algorithm, Settings settings, long seed, int threads, Duration budget) {
  public static final long DEFAULT_SEED = 42;

  /// On the command line: long enough for a million rows on two cores even beside other work.
  public static final Duration DEFAULT_BUDGET = Duration.ofMinutes(5);

  /// Whoever wants more wants no end.
  public static final Duration LONGEST_BUDGET = Duration.ofDays(30);

  public TrainingOptions {
    if (!Algorithms.has(algorithm)) {
      throw new IllegalArgumentException(
          "there is no algorithm '%s'; there are auto and %s"
              .formatted(algorithm, Algorithms.names()));
    }
    Algorithms.check(algorithm, settings);
    if (budget.isNegative() || budget.compareTo(LONGEST_BUDGET) > 0) {
      throw new IllegalArgumentException(
          "the budget must be 0 to %d seconds".formatted(LONGEST_BUDGET.toSeconds()));
    }
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be 1 to 1024");
    }
  }
}
