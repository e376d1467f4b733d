package io.waymark.training;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A file is not the table it should be.
public final class UnreadableFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param reason goes on after the file's name: "has no column item_id"
  UnreadableFileException(Path file, String reason) {
    super(file + " " + reason);
  }
}
