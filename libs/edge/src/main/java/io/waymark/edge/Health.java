package io.waymark.edge;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/// What health endpoints answer.
///
/// @param status `ok` or `unhealthy`
/// @param checks by name
@Serdeable
public record Health(String status, String version, Map<String, Check> checks) {
  public Health {
    checks = Map.copyOf(checks);
  }

  public boolean ok() {
    return "ok".equals(status);
  }

  /// One dependency.
  ///
  /// @param status `ok`, `unhealthy`, or `idle` for a function that has not run for a while
  /// @param millis how long it took to ask
  @Serdeable
  public record Check(String status, String detail, long millis) {}
}
