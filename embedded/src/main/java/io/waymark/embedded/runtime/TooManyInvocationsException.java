package io.waymark.embedded.runtime;

import java.io.Serial;

/// As many invocations run as may at a time; one more was not begun.
public final class TooManyInvocationsException extends FunctionFailedException {
  @Serial private static final long serialVersionUID = 1L;

  TooManyInvocationsException(String function, Throwable cause) {
    super(function, cause);
  }
}
