package io.waymark.edge.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops asking a dependency that fails, and tries it again after a while. Each attempt is
/// announced by [#enter], and then [#answered] or [#failed] says what became of it, exactly once.
/// Starts no thread.
public final class Breaker {
  /// Of the newest attempts. Few enough for an instance that serves one request at a time to notice
  /// within seconds, and enough that a single failing one says little.
  static final int WINDOW = 20;

  /// Two calls whose three attempts all failed: one alone may be bad luck.
  static final int LEAST = 6;

  /// Of the window, in percent. The SDK's repetitions hide smaller shares from callers.
  static final int SHARE = 50;

  /// How long nothing is asked. What AWS does to bring another machine up takes seconds; a caller
  /// who comes back after it should not have waited in vain for long.
  static final Duration PAUSE = Duration.ofSeconds(5);

  /// Attempts after the pause, by which is judged whether it is over.
  static final int TRIALS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  private final Dependency dependency;
  private final Clock clock;
  private final Runnable opened;
  private final CircuitBreaker breaker;
  private volatile Instant until = Instant.MIN;

  /// @param opened told of each time that it opens
  Breaker(Dependency dependency, Clock clock, Runnable opened) {
    this.dependency = dependency;
    this.clock = clock;
    this.opened = opened;
    this.breaker =
        CircuitBreaker.of(
            dependency.name(),
            CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW, LEAST, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(SHARE)
                .waitDurationInOpenState(PAUSE)
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .clock(clock)
                .build());
    breaker.getEventPublisher().onStateTransition(event -> changed(event.getStateTransition()));
  }

  /// Begins an attempt.
  ///
  /// @throws OpenBreakerException where none may be made now
  public void enter() {
    if (!breaker.tryAcquirePermission()) {
      Duration left = Duration.between(clock.instant(), until);
      Duration some = left.isPositive() ? left : Duration.ZERO;
      // A clock that was put back makes no wait longer: whoever waits it out holds up a stream.
      throw new OpenBreakerException(dependency, some.compareTo(PAUSE) > 0 ? PAUSE : some);
    }
  }

  /// The dependency answered, if only that it refuses what was asked.
  public void answered() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  /// It did not, or said that it cannot now.
  public void failed(Exception why) {
    breaker.onError(0, TimeUnit.NANOSECONDS, why);
  }

  /// Forgets all attempts.
  void reset() {
    breaker.reset();
  }

  private void changed(StateTransition transition) {
    if (transition.getToState() == State.OPEN) {
      until = clock.instant().plus(PAUSE);
      LOG.warn("{} fails too often and is not asked for {}", dependency, PAUSE);
      opened.run();
    } else if (transition == StateTransition.HALF_OPEN_TO_CLOSED) {
      LOG.info("{} answers again", dependency);
    }
  }
}
