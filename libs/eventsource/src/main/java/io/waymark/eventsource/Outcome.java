package io.waymark.eventsource;

import java.util.Set;

/// What an invocation with a batch came to.
public sealed interface Outcome {
  record Applied() implements Outcome {}

  /// Some records failed, the handler says which.
  ///
  /// @param failed sequence numbers; one that is not of the batch fails all of it, as on AWS
  record Partial(Set<String> failed) implements Outcome {
    public Partial {
      failed = Set.copyOf(failed);
    }
  }

  /// The function was not invoked. That is no failure of the batch: it is tried until it is too
  /// old.
  record Throttled() implements Outcome {}

  /// The invocation failed as a whole.
  record Failed(String error) implements Outcome {}
}
