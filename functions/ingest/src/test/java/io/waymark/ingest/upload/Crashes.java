package io.waymark.ingest.upload;

import java.io.Serial;

/// Counts writes and crashes at one of them, as a function does that is stopped there: it writes
/// nothing any more, or where a fault of ours stopped it, goes on to say so. On a thread that was
/// interrupted every write crashes, as those of AWS's clients do.
final class Crashes {
  private int left;
  private final boolean forGood;
  private final Runnable before;

  private Crashes(int left, boolean forGood) {
    this(left, forGood, () -> {});
  }

  private Crashes(int left, boolean forGood, Runnable before) {
    this.left = left;
    this.forGood = forGood;
    this.before = before;
  }

  static Crashes never() {
    return new Crashes(Integer.MAX_VALUE, false);
  }

  /// Has `before` decide.
  static Crashes where(Runnable before) {
    return new Crashes(Integer.MAX_VALUE, false, before);
  }

  /// Crashes once, before the write `number`, counted from 1.
  static Crashes atWrite(int number) {
    return new Crashes(number, false);
  }

  /// Crashes before the write `number` and every later one.
  static Crashes fromWrite(int number) {
    return new Crashes(number, true);
  }

  void beforeWrite() {
    before.run();
    left--;
    if (Thread.currentThread().isInterrupted() || left == 0 || (forGood && left < 0)) {
      throw new CrashException();
    }
  }

  static final class CrashException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }
}
