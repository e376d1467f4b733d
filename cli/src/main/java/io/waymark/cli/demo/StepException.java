package io.waymark.cli.demo;

import java.io.Serial;

/// A step of the story did not come out: one line for a person, naming what was asked and what
/// answered.
final class StepException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  StepException(String message) {
    super(message);
  }

  StepException(String message, Throwable cause) {
    super(message, cause);
  }
}
