package io.waymark.ingest.upload;

import java.io.Serial;

/// Counts writes and crashes at one of them, as a function does that is stopped there.
final class Crashes {
  private int left;

  private Crashes(int left) {
    this.left = left;
  }

  static Crashes never() {
    return new Crashes(Integer.MAX_VALUE);
  }

  /// Crashes once, before the write `number`, counted from 1.
  static Crashes atWrite(int number) {
    return new Crashes(number);
  }

  void beforeWrite() {
    left--;
    if (left == 0) {
      throw new CrashException();
    }
  }

  static final class CrashException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }
}
