package io.waymark.eventsource.simulator;

import static io.waymark.eventsource.simulator.WatchedStream.CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.eventsource.GivenUp;
import io.waymark.eventsource.MappingConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What AWS documents of streams, one case each; `docs/reference/event-sources.md` has the sources.
class StreamConformanceTest {
  private static final String FINE = "{\"batchItemFailures\":[]}";

  @Test
  void aBatchIsOfOneShard() {
    WatchedStream watched = new WatchedStream(3, CONFIG, Faults.NONE, _ -> FINE);
    for (int at = 0; at < 30; at++) {
      watched.put("key" + at, "key" + at);
    }
    watched.run();
    assertThat(watched.invocations())
        .extracting(WatchedStream.Invocation::shard)
        .contains("shardId-000000000000", "shardId-000000000001", "shardId-000000000002");
    assertThat(watched.invocations())
        .allSatisfy(
            each ->
                assertThat(each.contents())
                    .allMatch(key -> watched.stream().shardOf(key).equals(each.shard())));
  }

  @Test
  void aShardIsProcessedInOrder() {
    AtomicInteger attempt = new AtomicInteger();
    WatchedStream watched =
        new WatchedStream(CONFIG, _ -> failing(attempt.incrementAndGet() % 2 == 1));
    List<String> all = put(watched, 20).run().given().stream().flatMap(List::stream).toList();
    assertThat(List.copyOf(new LinkedHashSet<>(all))).isSorted();
  }

  @Test
  void oneBatchOfAShardRunsAtATime() {
    AtomicInteger running = new AtomicInteger();
    List<Integer> most = new ArrayList<>();
    WatchedStream[] itself = new WatchedStream[1];
    WatchedStream watched =
        new WatchedStream(
            CONFIG,
            _ -> {
              most.add(running.incrementAndGet());
              itself[0].simulation().pause(Duration.ofSeconds(20));
              running.decrementAndGet();
              return FINE;
            });
    itself[0] = watched;
    put(watched, 20).run();
    assertThat(most).hasSizeGreaterThan(4).containsOnly(1);
  }

  @Test
  void aFullBatchDoesNotWaitForItsWindow() {
    WatchedStream watched = put(new WatchedStream(window(Duration.ofMinutes(5)), _ -> FINE), 4);
    watched.run();
    assertThat(watched.given()).containsExactly(List.of("r00", "r01", "r02", "r03"));
    assertThat(watched.invocations().getFirst().at())
        .isBefore(ToyStream.START.plus(Duration.ofMinutes(1)));
  }

  @Test
  void aBatchWaitsForItsWindow() {
    WatchedStream watched = put(new WatchedStream(window(Duration.ofMinutes(5)), _ -> FINE), 2);
    watched.later(Duration.ofMinutes(3), () -> watched.put("k", "later")).run();
    assertThat(watched.given()).containsExactly(List.of("r00", "r01", "later"));
    assertThat(watched.invocations().getFirst().at())
        .isAfterOrEqualTo(ToyStream.START.plus(Duration.ofMinutes(5)));
  }

  @Test
  void aBatchHoldsNoMoreThanSixMegabytes() {
    WatchedStream watched = new WatchedStream(CONFIG, _ -> FINE);
    String half = "x".repeat(MappingConfig.MAX_BATCH_BYTES / 5);
    watched.put("k", "a" + half, "b" + half, "c" + half).run();
    assertThat(watched.given()).extracting(List::size).containsExactly(2, 1);
  }

  @Test
  void anEmptyListOfFailuresIsSuccess() {
    assertThat(attempts("{\"batchItemFailures\":[]}")).isOne();
  }

  @Test
  void aNullListOfFailuresIsSuccess() {
    assertThat(attempts("{\"batchItemFailures\":null}")).isOne();
  }

  @Test
  void anEmptyOrNullAnswerIsSuccess() {
    assertThat(attempts("")).isOne();
    assertThat(attempts("{}")).isOne();
    assertThat(attempts("null")).isOne();
  }

  @Test
  void anEmptyIdentifierFailsTheBatch() {
    assertThat(attempts("{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}")).isEqualTo(3);
  }

  @Test
  void aNullIdentifierFailsTheBatch() {
    assertThat(attempts("{\"batchItemFailures\":[{\"itemIdentifier\":null}]}")).isEqualTo(3);
  }

  @Test
  void anIdentifierUnderAWrongNameFailsTheBatch() {
    assertThat(attempts("{\"batchItemFailures\":[{\"id\":\"1\"}]}")).isEqualTo(3);
  }

  @Test
  void theLowestFailedRecordIsTheCheckpoint() {
    WatchedStream[] itself = new WatchedStream[1];
    WatchedStream watched =
        new WatchedStream(
            CONFIG, each -> each.contents().size() == 4 ? itself[0].failures("r03", "r01") : FINE);
    itself[0] = put(watched, 4);
    watched.run();
    assertThat(watched.given())
        .containsExactly(List.of("r00", "r01", "r02", "r03"), List.of("r01", "r02", "r03"));
  }

  @Test
  void aPartialAnswerSplitsTheBatchAtTheReturnedRecord() {
    WatchedStream[] itself = new WatchedStream[1];
    WatchedStream watched =
        new WatchedStream(
            bisecting(0),
            each -> each.contents().contains("r00") ? itself[0].failures("r02") : FINE);
    itself[0] = put(watched, 4);
    watched.run();
    assertThat(watched.given().get(1).getFirst()).isEqualTo("r02");
    assertThat(watched.given().stream().flatMap(List::stream)).containsOnlyOnce("r00", "r01");
  }

  @Test
  void anErrorIsRepeatedUntilTheRetriesAreUsedUp() {
    WatchedStream watched = put(new WatchedStream(CONFIG, _ -> failing(true)), 4).run();
    assertThat(watched.given()).hasSize(3).containsOnly(List.of("r00", "r01", "r02", "r03"));
    assertThat(watched.mapping().onFailure())
        .extracting(GivenUp::reason)
        .containsExactly(GivenUp.Reason.RETRY_ATTEMPTS_EXHAUSTED);
  }

  @Test
  void aTimeOutIsAFailure() {
    WatchedStream[] itself = new WatchedStream[1];
    WatchedStream watched =
        new WatchedStream(
            CONFIG,
            _ -> {
              itself[0].simulation().pause(Duration.ofSeconds(61));
              return FINE;
            });
    itself[0] = put(watched, 1);
    watched.run();
    assertThat(watched.given()).hasSize(3);
    assertThat(watched.mapping().onFailure().getFirst().error()).contains("timed out");
  }

  @Test
  void aFailedBatchIsHalvedUntilTheBadRecordStandsAlone() {
    WatchedStream watched =
        put(new WatchedStream(bisecting(1), each -> failing(each.contents().contains("r02"))), 4);
    watched.run();
    assertThat(watched.givenUp()).containsExactly("r02");
    assertThat(applied(watched, "r02")).containsExactlyInAnyOrder("r00", "r01", "r03");
  }

  @Test
  void halvingUsesUpNoRetry() {
    WatchedStream watched =
        put(new WatchedStream(bisecting(0), each -> failing(each.contents().contains("r03"))), 4);
    watched.run();
    assertThat(watched.given())
        .containsExactly(
            List.of("r00", "r01", "r02", "r03"),
            List.of("r00", "r01"),
            List.of("r02", "r03"),
            List.of("r02"),
            List.of("r03"));
    assertThat(watched.givenUp()).containsExactly("r03");
  }

  @Test
  void whatIsTooOldIsDiscardedWithoutBeingTried() {
    WatchedStream watched = new WatchedStream(aged(Duration.ofHours(1)), _ -> FINE);
    watched.simulation().outage(Fault.READ_THROTTLED, Duration.ofHours(2));
    watched.put("k", "old").later(Duration.ofMinutes(90), () -> watched.put("k", "new")).run();
    assertThat(watched.given()).containsExactly(List.of("new"));
    assertThat(watched.mapping().onFailure())
        .extracting(GivenUp::reason)
        .containsExactly(GivenUp.Reason.RECORD_AGE_EXCEEDED);
  }

  @Test
  void aThrottledBatchUsesUpNoRetry() {
    WatchedStream watched = put(new WatchedStream(CONFIG, _ -> FINE), 1);
    watched.simulation().outage(Fault.THROTTLED, Duration.ofHours(3));
    watched.run();
    assertThat(watched.given()).hasSize(1);
    assertThat(watched.givenUp()).isEmpty();
  }

  @Test
  void aThrottledBatchIsTriedUntilItIsTooOld() {
    WatchedStream watched = put(new WatchedStream(aged(Duration.ofHours(1)), _ -> FINE), 1);
    watched.simulation().outage(Fault.THROTTLED, Duration.ofHours(2));
    watched.run();
    assertThat(watched.given()).isEmpty();
    assertThat(watched.givenUp()).containsExactly("r00");
  }

  @Test
  void whatIsGivenUpIsKeptWithItsPayload() {
    WatchedStream watched = put(new WatchedStream(CONFIG, _ -> failing(true)), 3).run();
    assertThat(watched.givenUp()).containsExactly("r00", "r01", "r02");
    GivenUp<?> given = watched.mapping().onFailure().getFirst();
    assertThat(given.reason().text()).isEqualTo("RetryAttemptsExhausted");
    assertThat(given.shard()).isEqualTo("shardId-000000000000");
  }

  @Test
  void aShardGoesOnBehindWhatIsGivenUp() {
    WatchedStream watched =
        put(new WatchedStream(CONFIG, each -> failing(each.contents().contains("r00"))), 8).run();
    assertThat(watched.given()).last().isEqualTo(List.of("r04", "r05", "r06", "r07"));
  }

  @Test
  void whatTheStreamNoLongerKeepsIsGone() {
    WatchedStream watched = new WatchedStream(aged(Duration.ofDays(7)), _ -> FINE);
    watched.simulation().outage(Fault.READ_THROTTLED, Duration.ofHours(25));
    watched.put("k", "old").later(Duration.ofHours(2), () -> watched.put("k", "new")).run();
    assertThat(watched.given()).containsExactly(List.of("new"));
    assertThat(watched.givenUp()).isEmpty();
  }

  @Test
  void aKeyGoesToTheShardThatHoldsItsHash() {
    WatchedStream watched = new WatchedStream(4, CONFIG, Faults.NONE, _ -> FINE);
    Set<String> shards = new HashSet<>();
    for (int at = 0; at < 50; at++) {
      shards.add(watched.stream().shardOf("key" + at));
    }
    assertThat(shards).hasSize(4);
    // MD5 of "a" begins with 0c, of "b" with 92: the first and the third quarter.
    assertThat(watched.stream().shardOf("a")).isEqualTo("shardId-000000000000");
    assertThat(watched.stream().shardOf("b")).isEqualTo("shardId-000000000002");
  }

  @Test
  void recordsFromBeforeAReshardStayInTheParent() {
    WatchedStream watched = put(new WatchedStream(CONFIG, _ -> FINE), 2);
    watched.stream().reshard();
    watched.put("k", "after").run();
    assertThat(watched.invocations())
        .filteredOn(each -> each.contents().contains("r00"))
        .extracting(WatchedStream.Invocation::shard)
        .containsExactly("shardId-000000000000");
    assertThat(watched.invocations().getLast().shard()).isNotEqualTo("shardId-000000000000");
  }

  @Test
  void aChildBeginsWhenItsParentIsDrained() {
    AtomicInteger failures = new AtomicInteger(2);
    WatchedStream watched =
        put(
            new WatchedStream(
                CONFIG,
                each -> failing(each.contents().contains("r00") && failures.getAndDecrement() > 0)),
            9);
    watched.stream().reshard();
    watched.put("k", "after").run();
    List<String> order = watched.given().stream().flatMap(List::stream).toList();
    assertThat(order).last().isEqualTo("after");
    assertThat(order).containsOnlyOnce("after", "r08");
  }

  @Test
  void aReadGoesOnWhereItWasWhenItsIteratorExpires() {
    WatchedStream watched = put(new WatchedStream(CONFIG, _ -> FINE), 4);
    watched.later(Duration.ofMinutes(6), () -> watched.put("k", "later")).run();
    assertThat(watched.given())
        .containsExactly(List.of("r00", "r01", "r02", "r03"), List.of("later"));
    assertThat(watched.simulation().run()).anyMatch(line -> line.contains("the iterator expired"));
  }

  @Test
  void aRecordMayBeDeliveredAgainAfterItSucceeded() {
    WatchedStream watched =
        new WatchedStream(1, CONFIG, Faults.NONE.with(Fault.ANSWER_LOST, .3), _ -> FINE);
    put(watched, 40).run();
    assertThat(watched.given().stream().flatMap(List::stream)).hasSizeGreaterThan(40);
  }

  @Test
  void aSenderThatRepeatsItselfMakesAnotherRecord() {
    WatchedStream watched =
        new WatchedStream(1, CONFIG, Faults.NONE.with(Fault.SENT_AGAIN, .5), _ -> FINE);
    Set<String> sequences = new HashSet<>();
    for (int at = 0; at < 20; at++) {
      watched.stream()
          .send(
              Duration.ZERO,
              "k",
              ToyRecord.payload("t", "same", "same", Instant.EPOCH),
              accepted -> sequences.add(accepted.entry().sequence()));
    }
    watched.run();
    assertThat(sequences).hasSizeGreaterThan(20);
    assertThat(watched.given().stream().flatMap(List::stream)).hasSameSizeAs(sequences);
  }

  @Test
  void settingsThatLambdaDoesNotTakeAreRefused() {
    assertThatThrownBy(() -> new MappingConfig(10_001, Duration.ZERO, 0, Duration.ofDays(1), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new MappingConfig(1, Duration.ofSeconds(301), 0, Duration.ofDays(1), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// How often a batch is tried whose function answers so.
  private static int attempts(String answer) {
    return put(new WatchedStream(CONFIG, _ -> answer), 4).run().given().size();
  }

  private static List<String> applied(WatchedStream watched, String bad) {
    return watched.given().stream()
        .filter(each -> !each.contains(bad))
        .flatMap(List::stream)
        .toList();
  }

  /// Puts records `r00` and on of one key, and lets them be read at once.
  private static WatchedStream put(WatchedStream watched, int count) {
    for (int at = 0; at < count; at++) {
      watched.put("k", "r%02d".formatted(at));
    }
    return watched;
  }

  private static String failing(boolean fails) throws IOException {
    if (fails) {
      throw new IOException("told to fail");
    }
    return FINE;
  }

  private static MappingConfig window(Duration window) {
    return new MappingConfig(4, window, 2, Duration.ofHours(23), false);
  }

  private static MappingConfig bisecting(int retries) {
    return new MappingConfig(4, Duration.ZERO, retries, Duration.ofHours(23), true);
  }

  private static MappingConfig aged(Duration maximumAge) {
    return new MappingConfig(4, Duration.ZERO, 2, maximumAge, false);
  }
}
