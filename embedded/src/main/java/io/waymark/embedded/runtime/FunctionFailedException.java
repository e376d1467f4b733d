package io.waymark.embedded.runtime;

import java.io.Serial;

/// A handler threw: what Lambda calls a function error.
public sealed class FunctionFailedException extends RuntimeException
    permits FunctionTimedOutException, TooManyInvocationsException {
  @Serial private static final long serialVersionUID = 1L;

  FunctionFailedException(String function, Throwable cause) {
    super("function " + function + " failed: " + cause, cause);
  }

  /// The answer Lambda gives for it.
  public String errorType() {
    Throwable cause = getCause();
    return cause == null ? "Unknown" : cause.getClass().getName();
  }
}
