package io.waymark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// A few platform threads that compute. Work comes in numbered chunks whose bounds do not depend on
/// the number of threads, so that results do not either.
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService executor;

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

  void each(int chunks, ChunkFactory factory) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < Math.min(threads, chunks); thread++) {
      running.add(
          executor.submit(
              () -> {
                Chunk work = factory.make();
                for (int chunk = next.getAndIncrement();
                    chunk < chunks;
                    chunk = next.getAndIncrement()) {
                  work.run(chunk);
                }
              }));
    }
    try {
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException stopped) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", stopped);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("training failed", failed.getCause());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
