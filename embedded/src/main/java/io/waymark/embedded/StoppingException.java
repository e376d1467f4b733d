package io.waymark.embedded;

import java.io.Serial;

/// The process is being stopped (^C, a TERM): what has started is being ended, and the process with
/// it. Nothing is left to be said or done.
public final class StoppingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StoppingException() {
    super("stopping");
  }
}
