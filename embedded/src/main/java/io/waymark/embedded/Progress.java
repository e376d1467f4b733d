package io.waymark.embedded;

import java.time.Duration;

/// Told what has started, as it happens, from several threads.
@FunctionalInterface
public interface Progress {
  /// Nobody listens.
  Progress SILENT = (_, _) -> {};

  /// Something is up.
  ///
  /// @param what as a person reads it: `PostgreSQL`, `function recommend`
  void started(String what, Duration took);
}
