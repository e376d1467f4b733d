package io.waymark.model.scan;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Has a [PackedTable] made beside the answering, once it may and enough was asked that it pays.
/// Where that fails it is told once and not tried again. Threads may share it.
final class Packing implements AutoCloseable {
  /// After so many questions: a process that answers a few and ends does without ONNX Runtime,
  /// whose start takes a tenth of a second and more.
  static final int QUESTIONS = 64;

  private final Supplier<PackedTable> maker;
  private final AtomicInteger left = new AtomicInteger(QUESTIONS);
  private final AtomicBoolean allowed = new AtomicBoolean();

  /// Is told why it cannot be.
  private volatile Consumer<Throwable> failed = _ -> {};

  private volatile Optional<PackedTable> made = Optional.empty();

  /// Written under the monitor alone.
  private @Nullable Thread making;

  private volatile boolean closed;

  Packing(Supplier<PackedTable> maker) {
    this.maker = maker;
  }

  /// From now on it may be made.
  void allow(Consumer<Throwable> failed) {
    this.failed = failed;
    allowed.set(true);
  }

  boolean isAllowed() {
    return allowed.get();
  }

  boolean isMade() {
    return made.isPresent();
  }

  /// The table for a question, which is counted, as soon as there is one.
  Optional<PackedTable> ask() {
    Optional<PackedTable> table = made;
    if (table.isEmpty() && allowed.get() && left.get() > 0 && left.decrementAndGet() == 0) {
      begin();
    }
    return table;
  }

  private synchronized void begin() {
    if (closed) {
      return;
    }
    try {
      Thread unstarted = Thread.ofPlatform().daemon().name("model-packing").unstarted(this::make);
      unstarted.start();
      making = unstarted;
    } catch (OutOfMemoryError noThread) {
      failed.accept(noThread);
    }
  }

  private void make() {
    try {
      made = Optional.of(maker.get());
    } catch (RuntimeException | Error failure) { // also where there is no memory, or no library
      failed.accept(failure);
    }
  }

  /// Waits until what began has ended.
  void await() {
    Thread running;
    synchronized (this) {
      running = making;
    }
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException stopped) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for what is being made, which reads the model, and frees it. No question may follow.
  @Override
  public void close() {
    closed = true;
    await();
    made.ifPresent(PackedTable::close);
  }
}
