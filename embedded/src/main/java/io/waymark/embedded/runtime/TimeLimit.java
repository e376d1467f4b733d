package io.waymark.embedded.runtime;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends the wait for an invocation at its time limit. Lambda would end the process; here the
/// invocation is interrupted, and what does not heed that runs on unseen.
public record TimeLimit(Duration duration) {
  /// Lambda has such a limit for each account.
  static final int CONCURRENCY = 1_000;

  /// Invocations run on platform threads that stay for the next ones, as those of an instance on
  /// Lambda do: what libraries keep by thread, buffers above all, is made once. One more begins
  /// where all are busy, one that is idle for a minute ends.
  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          CONCURRENCY,
          1,
          TimeUnit.MINUTES,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("function-", 0).factory());

  /// Runs `call` on another thread.
  ///
  /// @throws TooManyInvocationsException when a thousand run already
  /// @throws FunctionTimedOutException when the limit passes first
  /// @throws FunctionFailedException when `call` does, or the caller is interrupted
  public byte[] run(String function, Callable<byte[]> call) {
    Future<byte[]> answer;
    try {
      answer = THREADS.submit(call);
    } catch (RejectedExecutionException full) {
      throw new TooManyInvocationsException(function, full);
    }
    try {
      return answer.get(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      boolean _ = answer.cancel(true);
      throw new FunctionTimedOutException(function, duration);
    } catch (InterruptedException stopped) {
      boolean _ = answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new FunctionFailedException(function, stopped);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new FunctionFailedException(function, failed);
      }
    }
  }
}
