package io.waymark.auth.attempts;

import io.waymark.tenancy.StoreUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A store of attempts that counts them and fails when it is to take them back.
public final class ForgetfulAttempts implements AttemptStore {
  private final AttemptStore counts = new InMemoryAttemptStore();

  private ForgetfulAttempts() {}

  public static Attempts attempts() {
    AttemptConfig config =
        new AttemptConfig(
            3,
            Duration.ofMinutes(1),
            10,
            Duration.ofMinutes(10),
            20,
            Duration.ofMinutes(5),
            Duration.ofDays(30));
    return new Attempts(new ForgetfulAttempts(), config, Clock.systemUTC());
  }

  @Override
  public History history(AttemptKey pair) {
    return counts.history(pair);
  }

  @Override
  public boolean replace(AttemptKey pair, History before, History after) {
    if (after.failures() <= before.failures()) {
      throw down();
    }
    return counts.replace(pair, before, after);
  }

  @Override
  public Optional<Duration> take(AttemptKey key, Allowance allowance, Instant now) {
    return counts.take(key, allowance, now);
  }

  @Override
  public void giveBack(AttemptKey key, Allowance allowance) {
    throw down();
  }

  private static StoreUnavailableException down() {
    return new StoreUnavailableException("table access", new IOException("throttled"));
  }
}
