package io.waymark.edge.limits;

import java.time.Duration;

/// How a limit stands after a request.
///
/// @param remaining as far as this instance knows
/// @param resetsIn until the next window
record Quota(Limit limit, long remaining, Duration resetsIn) {
  /// Whole seconds until the next window, rounded up: it has begun by then.
  long resetSeconds() {
    return Math.max(1, resetsIn.plusSeconds(1).minusNanos(1).toSeconds());
  }
}
