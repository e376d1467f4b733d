package io.waymark.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Stops one run of a graph that takes too long, between two of its nodes.
final class Deadline implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final OrtSession.RunOptions options;
  private final Future<?> stop;
  private boolean ended;
  private boolean over;

  Deadline(Duration atMost) throws OrtException {
    this.options = new OrtSession.RunOptions();
    this.stop = WATCH.schedule(this::stop, atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("graph-watch").factory());
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  /// What the run is to be started with.
  OrtSession.RunOptions options() {
    return options;
  }

  synchronized boolean isOver() {
    return over;
  }

  private synchronized void stop() {
    if (!ended) {
      over = true;
      try {
        options.setTerminate(true);
      } catch (OrtException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  @Override
  public synchronized void close() {
    ended = true;
    boolean _ = stop.cancel(false);
    options.close();
  }
}
