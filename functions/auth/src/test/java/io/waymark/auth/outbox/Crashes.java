package io.waymark.auth.outbox;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/// Ends a process at a chosen one of its calls of the hot path, in contexts with `test.crashes`.
@Singleton
@Requires(property = "test.crashes")
public final class Crashes {
  private int left;

  /// Lets the call numbered `call` from here on crash; 0 for none.
  public void at(int call) {
    left = call;
  }

  void count() {
    if (left > 0 && --left == 0) {
      throw new CrashException();
    }
  }

  /// No exception that anybody expects.
  public static final class CrashException extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;
  }
}
