package io.waymark.embedded.gateway;

import io.waymark.tenancy.installation.Deployable;

/// Invokes the HTTP handlers of the functions.
@FunctionalInterface
public interface ApiFunctions {
  /// Runs a proxy event to its answer.
  ///
  /// @throws RuntimeException when the handler throws
  byte[] invoke(Deployable function, String requestId, byte[] event);
}
