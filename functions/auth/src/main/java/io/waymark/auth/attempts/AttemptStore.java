package io.waymark.auth.attempts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps what was tried, which comes before anybody knows a tenant.
interface AttemptStore {
  /// The newest history; [History#NONE] where nothing is known.
  History history(AttemptKey pair);

  /// Puts `after` in the place of `before`; false where it is not that any more.
  boolean replace(AttemptKey pair, History before, History after);

  /// Takes one off an allowance.
  ///
  /// @return how long there is none, and none is taken; empty where one is
  Optional<Duration> take(AttemptKey key, Allowance allowance, Instant now);

  /// Gives back what was taken.
  void giveBack(AttemptKey key, Allowance allowance);
}
