package io.waymark.auth.attempts;

import java.time.Duration;

/// How long to wait after failures in a row: not at all after the first ones, then a second, then
/// twice as long each time.
///
/// @param free how many come without a wait
/// @param longest never longer than this
record BackOff(int free, Duration longest) {
  /// 2^20 s are twelve days.
  private static final int MOST_DOUBLINGS = 20;

  BackOff {
    if (free < 1 || longest.isNegative()) {
      throw new IllegalArgumentException("at least one attempt is free, and no wait negative");
    }
  }

  Duration after(int failures) {
    if (failures < free) {
      return Duration.ZERO;
    }
    Duration wait = Duration.ofSeconds(1L << Math.min(failures - free, MOST_DOUBLINGS));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
