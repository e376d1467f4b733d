package io.waymark.auth.attempts;

import java.time.Duration;
import java.time.Instant;

/// So many failures at once, and one more whenever `every` has passed (the generic cell rate
/// algorithm). All of its state is one instant, until which the allowance is spent: each failure
/// moves it on by `every`, and giving one back moves it back.
///
/// @param most at once
/// @param every how long it takes for one to come back
record Allowance(int most, Duration every) {
  Allowance {
    if (most < 1 || every.toMillis() < 1) {
      throw new IllegalArgumentException("an allowance is of at least one, and comes back");
    }
  }

  /// The latest instant that it may be spent until for one more to be taken at `now`.
  Instant latest(Instant now) {
    return now.plus(every.multipliedBy(most - 1L));
  }

  /// How long there is none, where it is spent until `spent`.
  Duration shortage(Instant spent, Instant now) {
    return Duration.between(latest(now), spent);
  }

  /// When it is whole again, whatever happened before.
  Instant whole(Instant now) {
    return now.plus(every.multipliedBy(most));
  }
}
