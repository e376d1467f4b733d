package io.waymark.eventsource.simulator;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Virtual time: what is to happen happens in the order of its times, and at one time in the order
/// in which it was asked for. Only whoever it runs may use it.
final class Timeline {
  private static final Comparator<Due> ORDER =
      Comparator.comparing(Due::at).thenComparingLong(Due::place);

  private final PriorityQueue<Due> dues = new PriorityQueue<>(ORDER);
  private Instant now;
  private long places;

  Timeline(Instant start) {
    this.now = start;
  }

  private record Due(Instant at, long place, Runnable what) {}

  Instant now() {
    return now;
  }

  void at(Instant when, Runnable what) {
    dues.add(new Due(when.isBefore(now) ? now : when, places++, what));
  }

  /// Goes on to `when`, if nothing else is to happen until then.
  boolean skip(Instant when) {
    Due next = dues.peek();
    if (next != null && !next.at().isAfter(when)) {
      return false;
    }
    now = when;
    return true;
  }

  /// Runs until nothing is to happen any more.
  ///
  /// @return false where that took more than `most` happenings
  boolean run(long most) {
    long left = most;
    while (!dues.isEmpty()) {
      if (left-- == 0) {
        return false;
      }
      Due next = dues.remove();
      now = next.at();
      next.what().run();
    }
    return true;
  }
}
