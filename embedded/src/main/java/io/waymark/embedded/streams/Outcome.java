package io.waymark.embedded.streams;

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

  /// The invocation failed as a whole.
  record Failed(String error) implements Outcome {}
}
