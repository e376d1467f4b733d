package io.waymark.embedded.streams;

import io.waymark.eventsource.GivenUp;
import java.io.IOException;

/// Keeps what was given up, with its payload, until someone looks.
@FunctionalInterface
public interface GivenUpStore<T> {
  /// Returns when it is safe.
  void keep(GivenUp<T> records) throws IOException;
}
