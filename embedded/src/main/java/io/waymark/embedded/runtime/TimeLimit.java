package io.waymark.embedded.runtime;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends the wait for an invocation at its time limit. Lambda would end the process; here the
/// invocation is interrupted, and what does not heed that runs on unseen.
public record TimeLimit(Duration duration) {
  /// Runs `call` on a thread of its own.
  ///
  /// @throws FunctionTimedOutException when the limit passes first
  /// @throws FunctionFailedException when `call` does, or the caller is interrupted
  public byte[] run(String function, Callable<byte[]> call) {
    FutureTask<byte[]> answer = new FutureTask<>(call);
    Thread thread = Thread.ofVirtual().name(function).start(answer);
    try {
      return answer.get(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      thread.interrupt();
      throw new FunctionTimedOutException(function, duration);
    } catch (InterruptedException stopped) {
      thread.interrupt();
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
