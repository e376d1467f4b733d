package io.waymark.model.scan;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Has a [ByteTable] made, once it may: at once for many users who are asked about together, and
/// beside the answering of single ones when enough was asked that it pays. Where that fails it is
/// told once and not tried again. Threads may share it.
final class Packing implements AutoCloseable {
  /// After so many questions: a process that answers a few and ends does without ONNX Runtime,
  /// whose start takes a tenth of a second and more.
  static final int QUESTIONS = 64;

  /// So many users at once are worth waiting for it.
  private static final int MANY = 8;

  private final Supplier<ByteTable> maker;
  private final AtomicInteger left = new AtomicInteger(QUESTIONS);

  /// Is told why it cannot be; empty as long as it may not, and once it could not.
  private volatile Optional<Consumer<Throwable>> allowed = Optional.empty();

  private volatile Optional<ByteTable> made = Optional.empty();
  private volatile boolean closed;

  /// Guarded by the monitor.
  private boolean tried;

  Packing(Supplier<ByteTable> maker) {
    this.maker = maker;
  }

  /// From now on it may be made.
  void allow(Consumer<Throwable> failed) {
    allowed = Optional.of(failed);
  }

  /// Whether it is there, or may be at any time.
  boolean counts() {
    return made.isPresent() || allowed.isPresent();
  }

  boolean isMade() {
    return made.isPresent();
  }

  /// The table for so many users at once, as soon as there is one.
  Optional<ByteTable> ask(int users) {
    if (made.isEmpty() && allowed.isPresent()) {
      if (users >= MANY) {
        make();
      } else if (left.get() > 0 && left.decrementAndGet() == 0) {
        begin();
      }
    }
    return made;
  }

  private void begin() {
    try {
      Thread.ofPlatform().daemon().name("model-packing").start(this::make);
    } catch (OutOfMemoryError noThread) {
      failed(noThread);
    }
  }

  private synchronized void make() {
    if (tried || closed) {
      return;
    }
    tried = true;
    try {
      made = Optional.of(maker.get());
    } catch (RuntimeException | Error failure) { // also where there is no memory, or no library
      failed(failure);
    }
  }

  private void failed(Throwable failure) {
    Optional<Consumer<Throwable>> told = allowed;
    allowed = Optional.empty();
    told.ifPresent(each -> each.accept(failure));
  }

  /// Makes what single questions have led to, or waits for it.
  void await() {
    if (left.get() == 0) {
      make();
    }
  }

  /// Waits for what is being made, which reads the model, and frees it. No question may follow.
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      made.ifPresent(ByteTable::close);
    }
  }
}
