package io.waymark.edge.resilience;

import io.micronaut.context.BeanProvider;
import io.waymark.edge.priming.Renewed;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The breakers of this instance, one for each dependency. A copy of a snapshot begins with all of
/// them closed.
@Singleton
public final class Breakers implements Renewed {
  private final Map<Dependency, Breaker> breakers = new EnumMap<>(Dependency.class);

  /// @param measurements asked for when a breaker opens: what makes them calls dependencies itself
  public Breakers(Clock clock, BeanProvider<Measurements> measurements) {
    for (Dependency each : Dependency.values()) {
      breakers.put(
          each, new Breaker(each, clock, () -> measurements.get().count(Metric.BREAKER_OPENINGS)));
    }
  }

  public Breaker of(Dependency dependency) {
    return Objects.requireNonNull(breakers.get(dependency));
  }

  @Override
  public void renew() {
    breakers.values().forEach(Breaker::reset);
  }
}
