package io.waymark.edge;

import io.micronaut.http.HttpStatus;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Ends a request with a problem. Thrown at the edge alone, where a controller turns a domain
/// result into an answer; made by [Problems].
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final transient List<FieldError> errors;
  private final transient Optional<Duration> retryAfter;

  ProblemException(
      HttpStatus status, String detail, List<FieldError> errors, Optional<Duration> retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  public HttpStatus status() {
    return status;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<FieldError> errors() {
    return errors;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
