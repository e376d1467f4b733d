package io.waymark.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShardTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final MappingConfig config =
      new MappingConfig(4, Duration.ofSeconds(1), 2, Duration.ofHours(1), true);
  private final Shard<String> shard = new Shard<>(config, Optional.empty());

  @Test
  void waitsForItsWindowUnlessTheBatchIsFull() {
    shard.offer(records(1, 3), NOON);
    assertThat(shard.next(NOON)).isEqualTo(new Step.Wait<>(NOON.plusSeconds(1)));
    assertThat(invoked(shard.next(NOON.plusSeconds(1)))).containsExactly("01", "02", "03");

    Shard<String> full = new Shard<>(config, Optional.empty());
    full.offer(records(1, 4), NOON);
    assertThat(invoked(full.next(NOON))).hasSize(4);
  }

  @Test
  @DisplayName("E3: of several failed records the lowest is the checkpoint")
  void goesOnFromTheLowestFailedRecord() {
    shard.offer(records(1, 4), NOON);
    shard.next(NOON);
    shard.invoked(new Outcome.Partial(Set.of("04", "02")), NOON);

    assertThat(shard.checkpoint()).contains("01");
    assertThat(invoked(shard.next(NOON.plusSeconds(60)))).containsExactly("02", "03", "04");
  }

  @Test
  void anIdentifierThatIsNotOfTheBatchFailsAllOfIt() {
    shard.offer(records(1, 4), NOON);
    shard.next(NOON);
    shard.invoked(new Outcome.Partial(Set.of("99", "03")), NOON);

    assertThat(shard.checkpoint()).isEmpty();
    assertThat(invoked(shard.next(NOON.plusSeconds(60)))).containsExactly("01", "02");
  }

  @Test
  void backsOffLongerWithEachFailureAndForgetsItWithProgress() {
    shard.offer(records(1, 1), NOON);
    shard.hurry();
    shard.next(NOON);
    shard.invoked(new Outcome.Failed("down"), NOON);
    assertThat(shard.next(NOON)).isEqualTo(new Step.Wait<>(NOON.plusMillis(100)));
    shard.next(NOON.plusMillis(100));
    shard.invoked(new Outcome.Failed("down"), NOON.plusMillis(100));
    assertThat(shard.next(NOON.plusMillis(100))).isEqualTo(new Step.Wait<>(NOON.plusMillis(300)));
    shard.next(NOON.plusMillis(300));
    shard.invoked(new Outcome.Applied(), NOON.plusMillis(300));
    assertThat(shard.checkpoint()).contains("01");
    assertThat(shard.open()).isZero();
  }

  @Test
  @DisplayName("E4: a record that cannot be applied is isolated and does not hold up its shard")
  void isolatesAPoisonedRecord() {
    shard.offer(records(1, 4), NOON);
    List<String> applied = new ArrayList<>();
    List<String> givenUp = new ArrayList<>();
    Instant now = NOON;
    while (shard.open() > 0) {
      switch (shard.next(now)) {
        case Step.Wait<String>(Instant until) -> now = until;
        case Step.Invoke<String>(List<Entry<String>> batch) -> {
          boolean poisoned = batch.stream().anyMatch(each -> each.sequence().equals("03"));
          if (poisoned) {
            shard.invoked(new Outcome.Failed("cannot"), now);
          } else {
            batch.forEach(each -> applied.add(each.sequence()));
            shard.invoked(new Outcome.Applied(), now);
          }
        }
        case Step.GiveUp<String>(
                List<Entry<String>> batch,
                GivenUp.Reason reason,
                String error) -> {
          assertThat(reason).isEqualTo(GivenUp.Reason.RETRY_ATTEMPTS_EXHAUSTED);
          assertThat(error).isEqualTo("cannot");
          batch.forEach(each -> givenUp.add(each.sequence()));
          shard.kept(batch.size());
        }
      }
    }
    assertThat(applied).containsExactly("01", "02", "04");
    assertThat(givenUp).containsExactly("03");
    assertThat(shard.checkpoint()).contains("04");
  }

  @Test
  @DisplayName("E5: a record older than the maximum age is kept, not applied")
  void givesUpWhatIsTooOld() {
    shard.offer(
        List.of(
            new Entry<>("01", NOON.minus(Duration.ofHours(2)), 1, "old"),
            new Entry<>("02", NOON, 1, "new")),
        NOON);
    shard.hurry();
    Step<String> step = shard.next(NOON);
    assertThat(step).isInstanceOf(Step.GiveUp.class);
    shard.kept(1);
    assertThat(shard.checkpoint()).contains("01");
    assertThat(invoked(shard.next(NOON))).containsExactly("02");
  }

  @Test
  void neverCarriesMoreThanSixMegabytes() {
    int half = MappingConfig.MAX_BATCH_BYTES / 2;
    shard.offer(
        List.of(
            new Entry<>("01", NOON, half, "a"),
            new Entry<>("02", NOON, half, "b"),
            new Entry<>("03", NOON, half, "c")),
        NOON);
    assertThat(invoked(shard.next(NOON))).containsExactly("01", "02");
    shard.invoked(new Outcome.Applied(), NOON);
    assertThat(invoked(shard.next(NOON.plusSeconds(1)))).containsExactly("03");
  }

  private static List<Entry<String>> records(int from, int to) {
    List<Entry<String>> records = new ArrayList<>();
    for (int at = from; at <= to; at++) {
      records.add(new Entry<>("%02d".formatted(at), NOON, 1, "payload " + at));
    }
    return records;
  }

  private static List<String> invoked(Step<String> step) {
    assertThat(step).isInstanceOf(Step.Invoke.class);
    return ((Step.Invoke<String>) step).records().stream().map(Entry::sequence).toList();
  }
}
