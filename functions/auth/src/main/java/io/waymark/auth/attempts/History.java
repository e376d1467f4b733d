package io.waymark.auth.attempts;

import java.time.Duration;
import java.time.Instant;

/// What became of one account's log-ins from one address.
///
/// @param failures since the last success; an attempt is one from its begin until it succeeds
/// @param last when the newest of them began, by the clock of the instance that counted it
/// @param trustedUntil for how long a success from here keeps failures from elsewhere, and those of
///   others from here, out of account
record History(int failures, Instant last, Instant trustedUntil) {
  static final History NONE = new History(0, Instant.EPOCH, Instant.EPOCH);

  /// After so long without an attempt, failures are forgotten.
  static final Duration MEMORY = Duration.ofDays(1);

  /// How long the next attempt has to wait; zero where it may be made. What is free never waits,
  /// though another instance, whose clock is ahead, has counted one a moment later than now.
  Duration wait(Instant now, BackOff backOff) {
    Duration whole = backOff.after(failures);
    Duration left = Duration.between(now, last.plus(whole));
    return whole.isZero() || left.isNegative() ? Duration.ZERO : left;
  }

  boolean trusted(Instant now) {
    return now.isBefore(trustedUntil);
  }

  /// With one more failure.
  History failed(Instant now) {
    int known = now.isBefore(last.plus(MEMORY)) ? failures : 0;
    int more = known == Integer.MAX_VALUE ? known : known + 1;
    return new History(more, now.isAfter(last) ? now : last, trustedUntil);
  }

  /// When nothing of it matters any more.
  Instant end() {
    Instant forgotten = last.plus(MEMORY);
    return forgotten.isAfter(trustedUntil) ? forgotten : trustedUntil;
  }
}
