package io.waymark.edge;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/// What health endpoints answer.
@Serdeable
@Schema(description = "Whether something works, and each of its dependencies")
public record Health(
    @Schema(description = "`ok` or `unhealthy`") String status,
    @Schema(description = "The release that answers") String version,
    @Schema(description = "By the dependency's name") Map<String, Check> checks) {
  public Health {
    checks = Map.copyOf(checks);
  }

  public boolean ok() {
    return "ok".equals(status);
  }

  /// One dependency.
  @Serdeable
  @Schema(description = "One dependency")
  public record Check(
      @Schema(description = "`ok`, `unhealthy`, or `idle`: a function that has not run for a while")
          String status,
      @Schema(description = "For an operator to read") String detail,
      @Schema(description = "How long it took to ask") long millis) {}
}
