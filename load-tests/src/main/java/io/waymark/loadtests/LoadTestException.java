package io.waymark.loadtests;

import java.io.Serial;

/// The run cannot go on; the message is one line for whoever started it.
final class LoadTestException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  LoadTestException(String message) {
    super(message);
  }

  LoadTestException(String message, Throwable cause) {
    super(message, cause);
  }
}
