package io.waymark.eventsource;

import io.waymark.tenancy.installation.Kept;
import java.time.Duration;

/// How records of a stream become invocations: the settings of a Lambda event source mapping.
///
/// @param window how long a batch that is not full waits for more, from its first record on
/// @param retries how often a failed batch is repeated; splitting it is no repetition
/// @param maximumAge older records are given up unread
/// @param bisect whether a failed batch is halved until the failing record stands alone
public record MappingConfig(
    int batchSize, Duration window, int retries, Duration maximumAge, boolean bisect) {
  /// What one invocation may carry on AWS.
  public static final int MAX_BATCH_BYTES = 6 * 1024 * 1024;

  /// The window of the deployed mapping would make a developer wait; five repetitions with back-off
  /// outlive a store that restarts; what is too old must be kept before the stream forgets it.
  public static final MappingConfig EVENTS =
      new MappingConfig(100, Duration.ofMillis(200), 5, Kept.DELIVERED_WITHIN, true);

  /// Larger and later: each batch becomes one file.
  public static final MappingConfig ARCHIVE =
      new MappingConfig(1000, Duration.ofSeconds(5), 5, Kept.DELIVERED_WITHIN, true);

  public MappingConfig {
    if (batchSize < 1 || batchSize > 10_000) {
      throw new IllegalArgumentException("a batch holds 1-10000 records, not " + batchSize);
    }
    if (window.isNegative() || window.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("a batching window is 0-300 s, not " + window);
    }
    if (retries < 0) {
      throw new IllegalArgumentException("a batch cannot be repeated " + retries + " times");
    }
    if (!maximumAge.isPositive()) {
      throw new IllegalArgumentException("the maximum age must be positive, not " + maximumAge);
    }
  }
}
