package io.waymark.localstack;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Work that takes long, a line for each piece of it: what is begun, and how long it took.
public final class Steps {
  private final Consumer<String> lines;

  public Steps(Consumer<String> lines) {
    this.lines = lines;
  }

  /// A piece of work.
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /// Runs it.
  ///
  /// @throws LocalStackException naming the piece, when a file or a program fails
  public <T> T run(String what, Work<T> work) {
    long begun = System.nanoTime();
    lines.accept(what + " …");
    try {
      T result = work.run();
      lines.accept(
          String.format(
              Locale.ROOT,
              "%s: %.1f s",
              what,
              Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0));
      return result;
    } catch (IOException failed) {
      throw new LocalStackException(what + ": " + failed, failed);
    }
  }

  /// Does both at once, and has ended both when it returns.
  ///
  /// @return what `work` came to
  /// @throws LocalStackException where one of them fails
  public <T> T beside(Work<?> other, Work<T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> aside = threads.submit(other::run);
      T result = work.run();
      aside.get();
      return result;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof LocalStackException known
          ? known
          : new LocalStackException(String.valueOf(failed.getCause()), failed);
    } catch (IOException failed) {
      throw new LocalStackException(failed.toString(), failed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted before all was there", e);
    }
  }

  public void say(String line) {
    lines.accept(line);
  }
}
