package io.waymark.embedded.runtime;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A function did not get through its initialisation.
public final class FunctionStartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  FunctionStartException(String function, String what, @Nullable Throwable cause) {
    super("function " + function + ": " + what, cause);
  }
}
