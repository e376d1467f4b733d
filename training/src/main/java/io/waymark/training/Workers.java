package io.waymark.training;

import io.waymark.training.onnx.MatrixProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A few platform threads that compute. Work comes in numbered chunks whose bounds do not depend on
/// the number of threads, so that results do not either.
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService executor;

  /// Made where it is first asked for.
  private Optional<MatrixProduct> product = Optional.empty();

  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1");
    }
    this.threads = threads;
    this.executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("training-", 0).factory());
  }

  /// Work on one chunk.
  interface Chunk {
    void run(int chunk);
  }

  /// Makes what one thread needs for itself, once per thread, and the work that uses it.
  interface ChunkFactory {
    Chunk make();
  }

  /// Returns or throws once no thread works any more, so that what they share may then be freed:
  /// after a failure or an interrupt the chunks at hand are still finished.
  void each(int chunks, ChunkFactory factory) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < Math.min(threads, chunks); thread++) {
      running.add(executor.submit(() -> work(chunks, next, factory)));
    }
    boolean interrupted = false;
    @Nullable Throwable failure = null;
    for (Future<?> each : running) {
      boolean ended = false;
      while (!ended) {
        try {
          each.get();
          ended = true;
        } catch (InterruptedException stopped) {
          interrupted = true;
          next.set(chunks);
        } catch (ExecutionException failed) {
          failure = failure == null ? failed.getCause() : failure;
          ended = true;
        }
      }
    }
    if (Thread.interrupted() || interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted");
    }
    if (failure != null) {
      throw new IllegalStateException("training failed", failure);
    }
  }

  private static void work(int chunks, AtomicInteger next, ChunkFactory factory) {
    try {
      Chunk work = factory.make();
      for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
        work.run(chunk);
      }
    } finally {
      next.set(chunks); // for the others, where this one failed
    }
  }

  /// What all of them multiply large matrices with, as long as these workers are there.
  synchronized MatrixProduct product() {
    MatrixProduct made = product.orElseGet(MatrixProduct::open);
    product = Optional.of(made);
    return made;
  }

  /// No work may run or follow.
  @Override
  public synchronized void close() {
    executor.shutdownNow();
    product.ifPresent(MatrixProduct::close);
    product = Optional.empty();
  }
}
