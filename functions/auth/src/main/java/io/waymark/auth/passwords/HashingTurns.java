package io.waymark.auth.passwords;

import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Lets only so many passwords be hashed at once, first come, first served, and only so many wait
/// for it, so that a flood of log-ins leaves processors and memory to all other requests.
///
/// Each hash is computed on a platform thread: in the embedded service requests run on virtual
/// threads, of which only as many run at a time as there are processors, and one that computes
/// gives its processor to no other.
@Singleton
public final class HashingTurns {
  private final Semaphore places;
  private final Semaphore turns;
  private final Duration patience;

  HashingTurns(PasswordConfig config) {
    this.places = new Semaphore(config.concurrentHashes() + config.waiting());
    this.turns = new Semaphore(config.concurrentHashes(), true);
    this.patience = config.patience();
  }

  /// Does `work` when its turn comes.
  ///
  /// @throws StoreUnavailableException where too many wait already, or none came in time
  public <T> T take(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw busy(new RejectedExecutionException("too many wait for a turn to hash"));
    }
    try {
      return whenOnTurn(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(e);
    } finally {
      places.release();
    }
  }

  /// How many wait for a turn, about.
  public int waiting() {
    return turns.getQueueLength();
  }

  private <T> T whenOnTurn(Supplier<T> work) throws InterruptedException {
    if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw busy(new TimeoutException("no turn to hash within " + patience));
    }
    // The turn ends with the work, even if whoever asked for it has gone.
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try {
                return work.get();
              } finally {
                turns.release();
              }
            });
    Thread.ofPlatform().daemon().name("password-hash").start(task);
    return outcome(task);
  }

  private static <T> T outcome(FutureTask<T> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
  }

  private static StoreUnavailableException busy(Exception cause) {
    return new StoreUnavailableException("log-in", cause);
  }
}
