package io.waymark.embedded.runtime;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// A handler was still at work at its time limit, where Lambda would have ended it.
public final class FunctionTimedOutException extends FunctionFailedException {
  @Serial private static final long serialVersionUID = 1L;

  private final Duration limit;

  FunctionTimedOutException(String function, Duration limit) {
    super(function, new TimeoutException("timed out after " + limit.toSeconds() + " s"));
    this.limit = limit;
  }

  public Duration limit() {
    return limit;
  }

  @Override
  public String errorType() {
    return "Sandbox.Timedout";
  }
}
