package io.waymark.embedded;

import java.io.Serial;

/// Why the embedded service cannot start: one line for the person who started it, with what to do.
public final class StartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
