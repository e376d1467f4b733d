package io.waymark.embedded.streams;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.eventsource.Entry;
import io.waymark.eventsource.MappingConfig;
import io.waymark.eventsource.Outcome;
import io.waymark.testing.Eventually;
import io.waymark.testing.MovingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardConsumerTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Entry<String>> ONE =
      List.of(new Entry<>("01", NOON, 1, "payload of 01"));
  private static final Duration POLL = Duration.ofMillis(1);

  @TempDir private Path folder;
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> lastResort = new CompletableFuture<>();
  private final CompletableFuture<ShardConsumer<String>> consumer = new CompletableFuture<>();
  private final BlockingQueue<Optional<String>> troubles = new LinkedBlockingQueue<>();

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("disk"),
        new IllegalStateException("a bug"),
        new AssertionError("a bug"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void goesOnAfterAnyFailureAndIsInTroubleUntilItSucceeds(Throwable failure) throws Exception {
    start(failure, failure);

    assertThat(troubles.poll(2, MINUTES)).isEmpty();
    assertThat(troubles.poll(2, MINUTES).orElseThrow())
        .contains("mapping shard", "reading from the oldest record on", failure.toString());
    assertThat(troubles.poll(2, MINUTES)).isPresent();
    assertThat(delivered.poll(2, MINUTES)).isEqualTo("01");
    assertThat(troubles.poll(2, MINUTES)).isEmpty();
    consumer.join().close(Duration.ofSeconds(20));
    assertThat(lastResort).isNotDone();
  }

  @Test
  void saysHowOldItsOldestRecordIsUntilThatIsSettled() throws Exception {
    MovingClock clock = new MovingClock(NOON.plusSeconds(5));
    Semaphore mayEnd = new Semaphore(0);
    BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    ShardConsumer<String> slow =
        ShardConsumer.start(
            mapping(
                event -> {
                  begun.add(event);
                  mayEnd.acquireUninterruptibly();
                  return new Outcome.Applied();
                }),
            "shard",
            (sequence, _) -> sequence.isPresent() ? List.of() : ONE,
            POLL,
            clock,
            (_, failure) -> lastResort.complete(failure));
    assertThat(begun.poll(2, MINUTES)).isEqualTo("01");
    assertThat(slow.age()).isEqualTo(Duration.ofSeconds(5));
    clock.pass(Duration.ofSeconds(7));
    assertThat(slow.age()).isEqualTo(Duration.ofSeconds(12));
    mayEnd.release();
    Eventually.await(() -> slow.age().isZero());
    assertThat(slow.applied()).isEqualTo(1);
    slow.close(Duration.ofSeconds(20));
    assertThat(lastResort).isNotDone();
  }

  @Test
  void handsAFailureOfTheJvmToTheLastResort() throws Exception {
    OutOfMemoryError full = new OutOfMemoryError("full");
    start(full);

    assertThat(lastResort.get(2, MINUTES)).isSameAs(full);
    assertThat(delivered).isEmpty();
  }

  /// Reads one record after failing with each of `failures`.
  private void start(Throwable... failures) throws IOException {
    List<Throwable> first = new ArrayList<>(List.of(failures));
    Source<String> source =
        (sequence, _) -> {
          troubles.add(consumer.join().trouble());
          if (!first.isEmpty()) {
            switch (first.removeFirst()) {
              case IOException checked -> throw checked;
              case RuntimeException unchecked -> throw unchecked;
              case Error error -> throw error;
              case Throwable other -> throw new IllegalStateException(other);
            }
          }
          return sequence.isPresent() ? List.of() : ONE;
        };
    consumer.complete(
        ShardConsumer.start(
            mapping(
                event -> {
                  delivered.add(event);
                  return new Outcome.Applied();
                }),
            "shard",
            source,
            POLL,
            Clock.fixed(NOON, ZoneOffset.UTC),
            (_, failure) -> lastResort.complete(failure)));
  }

  private EventSource<String> mapping(BatchFunction function) throws IOException {
    return new EventSource<>(
        "mapping",
        new MappingConfig(1, Duration.ZERO, 2, Duration.ofHours(1), true),
        (_, batch) -> batch.getFirst().sequence(),
        function,
        _ -> {},
        new Checkpoints(folder));
  }
}
