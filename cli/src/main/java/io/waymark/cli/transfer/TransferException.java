package io.waymark.cli.transfer;

import java.io.Serial;

/// A tenant that cannot be moved: one line for a person.
public final class TransferException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  TransferException(String message) {
    super(message);
  }
}
