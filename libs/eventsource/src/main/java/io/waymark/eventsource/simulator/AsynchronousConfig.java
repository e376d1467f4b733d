package io.waymark.eventsource.simulator;

import java.time.Duration;

/// How Lambda repeats an asynchronous invocation.
///
/// @param retries of one that failed, 0 to 2
/// @param maximumAge after which an event is given up whatever held it up
public record AsynchronousConfig(int retries, Duration maximumAge) {
  /// What Lambda does where nothing is set.
  public static final AsynchronousConfig DEFAULT = new AsynchronousConfig(2, Duration.ofHours(6));

  public AsynchronousConfig {
    if (retries < 0 || retries > 2) {
      throw new IllegalArgumentException("an event is repeated 0-2 times, not " + retries);
    }
    if (maximumAge.compareTo(Duration.ofMinutes(1)) < 0
        || maximumAge.compareTo(Duration.ofHours(6)) > 0) {
      throw new IllegalArgumentException("the maximum age is 60 s to 6 h, not " + maximumAge);
    }
  }
}
