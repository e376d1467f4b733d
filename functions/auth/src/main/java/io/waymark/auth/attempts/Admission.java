package io.waymark.auth.attempts;

import java.time.Duration;
import java.util.List;

/// Whether an attempt may be made.
public sealed interface Admission {
  /// It may, and counts as a failure until it is said to be none.
  record Admitted(Ticket ticket) implements Admission {}

  /// Not now.
  ///
  /// @param time after which it may
  record Wait(Duration time) implements Admission {}

  /// What an attempt was counted by.
  record Ticket(AttemptKey pair, History before, History counted, List<Taken> taken) {
    public Ticket {
      taken = List.copyOf(taken);
    }
  }

  /// One off an allowance.
  record Taken(AttemptKey key, Allowance allowance) {}
}
