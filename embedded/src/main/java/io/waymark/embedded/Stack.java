package io.waymark.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, ended in reverse order. What starts while or after it is closed is ended
/// at once, so that a stop amid the start leaves nothing behind.
final class Stack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

  /// How long a stop waits for what is just starting before it interrupts it, and then again.
  private static final Duration START_WITHIN = Duration.ofSeconds(4);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closed;
  private final Set<Thread> starting = new HashSet<>();

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
      starting.add(Thread.currentThread());
    }
    try {
      return start.call();
    } finally {
      synchronized (this) {
        starting.remove(Thread.currentThread());
        notifyAll();
      }
    }
  }

  /// Whether it is being closed, or was.
  synchronized boolean closed() {
    return closed;
  }

  /// Ends everything. Whoever closes it while another does returns when that has ended.
  @Override
  public void close() {
    Deque<AutoCloseable> toEnd;
    boolean first;
    synchronized (this) {
      first = !closed;
      closed = true;
      awaitStarts();
      toEnd = new ArrayDeque<>(started);
      started.clear();
    }
    if (first) {
      toEnd.forEach(Stack::end);
      ended.countDown();
    } else {
      awaitEnd();
    }
  }

  /// Returns when everything has ended.
  void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A part may wait for what will not come: a ^C reaches the processes begun here too.
  private synchronized void awaitStarts() {
    try {
      awaitStartsFor(START_WITHIN);
      starting.forEach(Thread::interrupt);
      awaitStartsFor(START_WITHIN);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitStartsFor(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    for (long left = most.toMillis();
        !starting.isEmpty() && left > 0;
        left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) {
      wait(left);
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
