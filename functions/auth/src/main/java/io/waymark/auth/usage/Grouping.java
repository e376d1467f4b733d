package io.waymark.auth.usage;

import java.time.Duration;
import java.util.Locale;

/// By what requests are counted.
public enum Grouping {
  HOUR(Duration.ofDays(31)),
  DAY(Duration.ofDays(90)),
  ENDPOINT(Duration.ofDays(90)),
  KEY(Duration.ofDays(90));

  private final Duration longest;

  Grouping(Duration longest) {
    this.longest = longest;
  }

  /// The longest time that one answer covers.
  public Duration longest() {
    return longest;
  }

  /// The name on the wire.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
