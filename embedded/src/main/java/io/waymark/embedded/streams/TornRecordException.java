package io.waymark.embedded.streams;

import java.io.IOException;
import java.io.Serial;

/// The log holds no whole record at this place.
final class TornRecordException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  TornRecordException() {
    super("the log holds no whole record here");
  }
}
