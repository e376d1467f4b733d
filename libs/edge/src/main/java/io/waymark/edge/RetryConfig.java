package io.waymark.edge;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// How often calls of AWS are tried. Between attempts the SDK waits a random part of a time that
/// doubles: of 0.1 s at first, of 1 s where the service says that it is asked too much.
///
/// @param attempts at a call, the first included: three where a person waits; functions that write
///   much at once, of which one refusal would have everything sent again, set more
@ConfigurationProperties("waymark.retries")
public record RetryConfig(@Bindable(defaultValue = "3") int attempts) {
  public RetryConfig {
    if (attempts < 1 || attempts > 10) {
      throw new IllegalArgumentException("waymark.retries.attempts must be 1 to 10");
    }
  }
}
