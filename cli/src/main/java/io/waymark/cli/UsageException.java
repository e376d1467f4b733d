package io.waymark.cli;

import java.io.Serial;

/// An option has a value that cannot be meant.
final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
