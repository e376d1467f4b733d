package io.waymark.eventsource;

import java.time.Instant;
import java.util.List;

/// What a shard wants done next.
public sealed interface Step<T> {
  /// Nothing before this time, unless records arrive.
  record Wait<T>(Instant until) implements Step<T> {}

  /// Invoke the function, then tell [Shard#invoked].
  record Invoke<T>(List<Entry<T>> records) implements Step<T> {
    public Invoke {
      records = List.copyOf(records);
    }
  }

  /// Keep these on the on-failure store, then tell [Shard#kept].
  record GiveUp<T>(List<Entry<T>> records, GivenUp.Reason reason, String error) implements Step<T> {
    public GiveUp {
      records = List.copyOf(records);
    }
  }
}
