package io.waymark.embedded.invocations;

import java.util.Optional;

/// The functions by their full names.
public interface Invoker {
  /// Runs an event to its answer in the calling thread; empty when no function has this name.
  ///
  /// @throws RuntimeException when the handler throws
  Optional<byte[]> invoke(String functionName, String requestId, byte[] event);

  boolean has(String functionName);
}
