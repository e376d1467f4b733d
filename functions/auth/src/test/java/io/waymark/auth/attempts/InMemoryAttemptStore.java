package io.waymark.auth.attempts;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Attempts in memory.
final class InMemoryAttemptStore implements AttemptStore {
  private final Map<AttemptKey, History> histories = new ConcurrentHashMap<>();
  private final Map<AttemptKey, Instant> spent = new ConcurrentHashMap<>();

  @Override
  public History history(AttemptKey pair) {
    return histories.getOrDefault(pair, History.NONE);
  }

  @Override
  public synchronized boolean replace(AttemptKey pair, History before, History after) {
    if (!history(pair).equals(before)) {
      return false;
    }
    histories.put(pair, after);
    return true;
  }

  @Override
  public synchronized Optional<Duration> take(AttemptKey key, Allowance allowance, Instant now) {
    Instant until = spent.getOrDefault(key, Instant.EPOCH);
    if (until.isAfter(allowance.latest(now))) {
      return Optional.of(allowance.shortage(until, now));
    }
    spent.put(key, (until.isBefore(now) ? now : until).plus(allowance.every()));
    return Optional.empty();
  }

  @Override
  public synchronized void giveBack(AttemptKey key, Allowance allowance) {
    spent.computeIfPresent(key, (_, until) -> until.minus(allowance.every()));
  }
}
