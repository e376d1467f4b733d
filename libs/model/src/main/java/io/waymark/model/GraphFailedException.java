package io.waymark.model;

import java.io.Serial;

/// A recommender that is in use had no answer to a question, or one that cannot be. Whoever asks
/// goes on without it.
public final class GraphFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  GraphFailedException(String message) {
    super(message);
  }

  GraphFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
