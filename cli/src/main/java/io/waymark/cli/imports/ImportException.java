package io.waymark.cli.imports;

import java.io.Serial;

/// A file that cannot be imported at all: one line for a person.
public final class ImportException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ImportException(String message) {
    super(message);
  }
}
