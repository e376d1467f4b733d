package io.waymark.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs a shard against random scripts of failures, in virtual time: invocations that fail before,
/// amid or after their effects, partial answers, answers that name nonsense, poisoned records,
/// records that grow too old, on-failure stores that refuse, and crashes at every step.
class ShardPropertyTest {
  private static final int RUNS = 400;

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300, 4_000})
  @DisplayName("E1, E2: accepted = applied + given up, the order of each key is kept")
  void losesNothingAndKeepsTheOrderOfEachKey(long seed) {
    for (int run = 0; run < RUNS; run++) {
      new World(new Random(seed + run)).run();
    }
  }

  /// One shard, its producer, its function with a store, and what goes wrong.
  private static final class World {
    private final Random random;
    private final MappingConfig config;
    private final Set<String> poisoned = new HashSet<>();
    private final List<Entry<String>> log = new ArrayList<>();
    private final Set<String> applied = new LinkedHashSet<>();
    private final Set<String> givenUp = new LinkedHashSet<>();
    private final int trouble;
    private Optional<String> checkpoint = Optional.empty();
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private Shard<String> shard;
    private int read;

    World(Random random) {
      this.random = random;
      this.trouble = random.nextInt(60);
      this.config =
          new MappingConfig(
              1 + random.nextInt(12),
              Duration.ofMillis(random.nextInt(2_000)),
              random.nextInt(4),
              Duration.ofMinutes(1 + random.nextInt(120)),
              random.nextBoolean());
      this.shard = new Shard<>(config, checkpoint);
    }

    void run() {
      int total = 1 + random.nextInt(80);
      int steps = 0;
      while (checkpoint.isEmpty() || !checkpoint.get().equals(sequence(total - 1))) {
        assertThat(steps++).as("the shard comes to an end").isLessThan(200_000);
        if (log.size() < total && random.nextInt(3) == 0) {
          produce(Math.min(total - log.size(), 1 + random.nextInt(10)));
        }
        if (random.nextInt(100) < trouble / 10) {
          crash();
        }
        List<Entry<String>> fresh = log.subList(read, Math.min(log.size(), read + shard.room()));
        read += fresh.size();
        shard.offer(fresh, now);
        step();
        shard.checkpoint().ifPresent(this::save);
      }
      judge();
    }

    private void step() {
      switch (shard.next(now)) {
        case Step.Wait<String>(Instant until) ->
            now = until.equals(Instant.MAX) ? now.plusMillis(50) : until;
        case Step.Invoke<String>(List<Entry<String>> batch) -> shard.invoked(function(batch), now);
        case Step.GiveUp<String>(
                List<Entry<String>> batch,
                GivenUp.Reason reason,
                String error) -> {
          if (random.nextInt(100) < trouble / 2) {
            now = now.plusMillis(250);
          } else {
            batch.forEach(each -> givenUp.add(each.sequence()));
            shard.kept(batch.size());
          }
        }
      }
    }

    /// Applies records in order and stops at the first that fails, as a handler that keeps the
    /// order does; applying one again changes nothing.
    private Outcome function(List<Entry<String>> batch) {
      now = now.plusMillis(1 + random.nextInt(200));
      if (random.nextInt(100) < trouble) {
        return new Outcome.Failed("before any effect");
      }
      for (int at = 0; at < batch.size(); at++) {
        String sequence = batch.get(at).sequence();
        if (poisoned.contains(sequence) || random.nextInt(200) < trouble / 3) {
          return random.nextBoolean() ? partial(batch, at) : new Outcome.Failed("amid its effects");
        }
        applied.add(sequence);
      }
      if (random.nextInt(100) < trouble / 4) {
        return random.nextBoolean()
            ? new Outcome.Failed("after its effects")
            : new Outcome.Partial(Set.of(""));
      }
      return new Outcome.Applied();
    }

    private Outcome partial(List<Entry<String>> batch, int from) {
      Set<String> failed = new HashSet<>();
      failed.add(batch.get(from).sequence());
      batch.subList(from, batch.size()).stream()
          .filter(_ -> random.nextBoolean())
          .forEach(each -> failed.add(each.sequence()));
      return new Outcome.Partial(failed);
    }

    private void produce(int count) {
      for (int at = 0; at < count; at++) {
        String sequence = sequence(log.size());
        String key = "key-" + random.nextInt(5);
        if (random.nextInt(300) < trouble) {
          poisoned.add(sequence);
        }
        Duration late = Duration.ofMinutes(random.nextInt(100) < 2 ? 180 : 0);
        log.add(new Entry<>(sequence, now.minus(late), 10, key));
      }
    }

    private void crash() {
      shard = new Shard<>(config, checkpoint);
      read = checkpoint.map(sequence -> Integer.parseInt(sequence) + 1).orElse(0);
    }

    private void save(String sequence) {
      checkpoint = Optional.of(sequence);
    }

    private void judge() {
      Map<String, Integer> lastOfKey = new HashMap<>();
      for (Entry<String> each : log) {
        assertThat(applied.contains(each.sequence()) || givenUp.contains(each.sequence()))
            .as("record %s is applied or kept", each.sequence())
            .isTrue();
      }
      assertThat(applied).noneMatch(poisoned::contains);
      for (String sequence : applied) {
        int at = Integer.parseInt(sequence);
        String key = log.get(at).payload();
        assertThat(at).as("order of %s", key).isGreaterThan(lastOfKey.getOrDefault(key, -1));
        lastOfKey.put(key, at);
      }
    }

    private static String sequence(int at) {
      return "%06d".formatted(at);
    }
  }
}
