package io.waymark.eventsource.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// One invocation, on a thread of its own that runs only while everything else waits for it: until
/// it ends, or lets time pass. So invocations overlap between any two calls of a store, and yet one
/// seed gives one run.
final class Run {
  private final Timeline timeline;
  private final Instant deadline;
  private final Duration skew;
  private final Semaphore go = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private Optional<String> killed = Optional.empty();

  /// @param skew how far the clock of its machine is ahead
  Run(Timeline timeline, Instant deadline, Duration skew) {
    this.timeline = timeline;
    this.deadline = deadline;
    this.skew = skew;
  }

  Instant deadline() {
    return deadline;
  }

  Duration skew() {
    return skew;
  }

  /// How its process ended before its function did.
  Optional<String> killed() {
    return killed;
  }

  /// Begins, and comes back when it first lets time pass or ends.
  void begin(Runnable body) {
    Thread _ =
        Thread.ofVirtual()
            .name("invocation")
            .start(
                () -> {
                  try {
                    body.run();
                  } finally {
                    back.release();
                  }
                });
    back.acquireUninterruptibly();
  }

  /// Lets time pass; the process ends where its time is over by then.
  void pause(Duration length) {
    checkAlive();
    Instant until = timeline.now().plus(length);
    boolean over = until.isAfter(deadline);
    Instant when = over ? deadline : until;
    if (!timeline.skip(when)) {
      timeline.at(when, this::goOn);
      back.release();
      go.acquireUninterruptibly();
    }
    if (over) {
      throw kill("timed out");
    }
  }

  KilledError kill(String how) {
    killed = Optional.of(how);
    return new KilledError(how);
  }

  void checkAlive() {
    if (killed.isPresent()) {
      throw new KilledError(killed.get());
    }
  }

  private void goOn() {
    go.release();
    back.acquireUninterruptibly();
  }
}
