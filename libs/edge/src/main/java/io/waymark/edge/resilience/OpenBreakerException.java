package io.waymark.edge.resilience;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A dependency was not asked, since its breaker is open. Clients of stores wrap it; whoever makes
/// an answer of the failure finds it among the causes.
public final class OpenBreakerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Duration left;

  /// @param left until the dependency is tried again
  public OpenBreakerException(Dependency dependency, Duration left) {
    super(dependency + " failed too often; it is tried again in " + left, null, false, false);
    this.left = left;
  }

  /// That among the causes of `failure`, or `failure` itself.
  public static Optional<OpenBreakerException> in(Throwable failure) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof OpenBreakerException open) {
        return Optional.of(open);
      }
    }
    return Optional.empty();
  }

  /// Where an open breaker is why something failed, waits until the dependency may be asked again:
  /// for those whose repetitions are counted and for whom nobody waits. Without it they would use
  /// them up within the pause.
  public static void waitOut(Throwable failure) {
    in(failure).ifPresent(open -> sleep(open.left));
  }

  private static void sleep(Duration left) {
    try {
      Thread.sleep(left);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// In how many whole seconds the dependency may be asked again, at least one.
  public long retryAfterSeconds() {
    return Math.max(1, left.plusSeconds(1).minusNanos(1).toSeconds());
  }
}
