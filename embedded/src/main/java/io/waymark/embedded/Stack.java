package io.waymark.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, ended in reverse order. What starts while or after it is closed is ended
/// at once, so that a stop amid the start leaves nothing behind.
final class Stack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

  private static final Duration START_WITHIN = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;
  private int starting;

  /// Takes what has started.
  ///
  /// @throws CancellationException when the stack is closed; `each` is ended then
  <T extends AutoCloseable> T push(T each) {
    synchronized (this) {
      if (!closed) {
        started.push(each);
        return each;
      }
    }
    end(each);
    throw new CancellationException("stopped while starting");
  }

  /// Runs a start that pushes what it made; closing waits for it, so that a process it begot cannot
  /// outlive this one.
  <T> T starting(Callable<T> start) throws Exception {
    synchronized (this) {
      if (closed) {
        throw new CancellationException("stopped while starting");
      }
      starting++;
    }
    try {
      return start.call();
    } finally {
      synchronized (this) {
        starting--;
        notifyAll();
      }
    }
  }

  @Override
  public void close() {
    Deque<AutoCloseable> toEnd;
    synchronized (this) {
      closed = true;
      awaitStarts();
      toEnd = new ArrayDeque<>(started);
      started.clear();
    }
    toEnd.forEach(Stack::end);
  }

  private synchronized void awaitStarts() {
    long until = System.nanoTime() + START_WITHIN.toNanos();
    try {
      for (long left = START_WITHIN.toMillis();
          starting > 0 && left > 0;
          left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) {
        wait(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception failed) { // whatever it is, the others must end too
      LOG.warn("{} did not end well", each.getClass().getSimpleName(), failed);
    }
  }
}
