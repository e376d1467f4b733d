package io.waymark.localstack;

import java.io.Serial;

/// Why LocalStack is not there or the stacks are not on it: one line for whoever asked for them,
/// with what to do.
public final class LocalStackException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public LocalStackException(String message) {
    super(message);
  }

  public LocalStackException(String message, Throwable cause) {
    super(message, cause);
  }
}
