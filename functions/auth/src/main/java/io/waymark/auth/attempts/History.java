package io.waymark.auth.attempts;

import java.time.Duration;
import java.time.Instant;

/// What became of one account's log-ins from one address.
///
/// @param failures since the last success; an attempt is one from its begin until it succeeds
/// @param next before which none is let through
/// @param trustedUntil for how long a success from here keeps failures from elsewhere, and those of
///   others from here, out of account
record History(int failures, Instant next, Instant trustedUntil) {
  static final History NONE = new History(0, Instant.EPOCH, Instant.EPOCH);

  /// After so long without an attempt, failures are forgotten.
  static final Duration MEMORY = Duration.ofDays(1);

  boolean blocks(Instant now) {
    return now.isBefore(next);
  }

  boolean trusted(Instant now) {
    return now.isBefore(trustedUntil);
  }

  /// With one more failure.
  History failed(Instant now, BackOff backOff) {
    int known = now.isBefore(next.plus(MEMORY)) ? failures : 0;
    int more = known == Integer.MAX_VALUE ? known : known + 1;
    return new History(more, now.plus(backOff.after(more)), trustedUntil);
  }

  /// When nothing of it matters any more.
  Instant end() {
    Instant forgotten = next.plus(MEMORY);
    return forgotten.isAfter(trustedUntil) ? forgotten : trustedUntil;
  }
}
