package io.waymark.embedded.gateway;

import java.io.Serial;

/// A function answered what is no proxy answer.
final class MalformedAnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedAnswerException() {
    super("the function's answer is no proxy answer");
  }
}
