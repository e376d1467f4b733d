package io.waymark.embedded.invocations;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.embedded.runtime.TimeLimit;
import io.waymark.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsynchronousInvocationsTest {
  @TempDir private Path folder;
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> lastResort = new CompletableFuture<>();

  @Test
  void goesOnWithAnEventWhoseFileCannotBeRead() throws Exception {
    Path event = Files.createDirectories(folder.resolve("queue/job--1.json"));
    try (AsynchronousInvocations invocations = invocations(this::deliver)) {
      invocations.resume();
      Eventually.await(() -> !invocations.troubles().isEmpty());
      assertThat(invocations.troubles().getFirst()).contains("job--1.json");

      Path readable = Files.writeString(folder.resolve("job"), "one");
      Files.delete(event);
      Files.move(readable, event, ATOMIC_MOVE);
      assertThat(delivered.poll(2, MINUTES)).isEqualTo("job one");
      Eventually.await(() -> invocations.troubles().isEmpty());
      assertThat(invocations.succeeded()).isEqualTo(1);
    }
    assertThat(event).doesNotExist();
  }

  @Test
  void handsAFailureOfTheJvmToTheLastResort() throws Exception {
    OutOfMemoryError full = new OutOfMemoryError("full");
    Calls fails =
        (_, _) -> {
          throw full;
        };
    try (AsynchronousInvocations invocations = invocations(fails)) {
      invocations.accept("job", bytes("one"));
      assertThat(lastResort.get(2, MINUTES)).isSameAs(full);
    }
    assertThat(folder.resolve("queue")).isNotEmptyDirectory();
  }

  @Test
  void runsAFewEventsOfAFunctionAtATimeAndTheOthersAfterThem() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore mayEnd = new Semaphore(0);
    Calls calls =
        (function, event) -> {
          if (function.equals("job")) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            mayEnd.acquireUninterruptibly();
            running.decrementAndGet();
          }
          deliver(function, event);
        };
    try (AsynchronousInvocations invocations = invocations(calls)) {
      for (int at = 0; at < 3 * AsynchronousInvocations.CONCURRENCY; at++) {
        invocations.accept("job", bytes("one"));
      }
      Eventually.await(() -> running.get() >= AsynchronousInvocations.CONCURRENCY);
      invocations.accept("another", bytes("one"));
      assertThat(delivered.poll(2, MINUTES)).isEqualTo("another one");

      mayEnd.release(3 * AsynchronousInvocations.CONCURRENCY);
      Eventually.await(
          () -> invocations.succeeded() == 3 * AsynchronousInvocations.CONCURRENCY + 1);
    }
    assertThat(most).hasValue(AsynchronousInvocations.CONCURRENCY);
  }

  @Test
  void takesNoMoreThanItsBoundUntilSomeHaveRun() throws Exception {
    Files.createDirectories(folder.resolve("queue"));
    for (int at = 0; at < AsynchronousInvocations.MOST; at++) {
      Files.createFile(folder.resolve("queue/job--" + at + ".json"));
    }
    Semaphore mayEnd = new Semaphore(0);
    Calls calls = (_, _) -> mayEnd.acquireUninterruptibly();
    try (AsynchronousInvocations invocations = invocations(calls)) {
      invocations.resume();
      assertThatThrownBy(() -> invocations.accept("job", bytes("one more")))
          .isInstanceOf(QueueFullException.class)
          .hasMessageContaining("10000 events wait");
      mayEnd.release(AsynchronousInvocations.MOST + 1);
      Eventually.await(() -> invocations.succeeded() == AsynchronousInvocations.MOST);
      Eventually.await(
          () -> {
            try {
              invocations.accept("job", bytes("one more"));
              return true;
            } catch (QueueFullException full) {
              return false;
            }
          });
      Eventually.await(() -> invocations.succeeded() == AsynchronousInvocations.MOST + 1);
    }
  }

  @Test
  void repeatsAnEventWhoseFunctionTimesOut() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Calls late =
        (function, event) -> {
          if (calls.getAndIncrement() == 0) {
            byte[] _ = new TimeLimit(Duration.ofMillis(1)).run(function, this::never);
          }
          deliver(function, event);
        };
    try (AsynchronousInvocations invocations = invocations(late)) {
      invocations.accept("job", bytes("one"));
      assertThat(delivered.poll(2, MINUTES)).isEqualTo("job one");
      Eventually.await(() -> invocations.succeeded() == 1);
    }
    assertThat(calls).hasValue(2);
  }

  @Test
  void givesAnEventUpThatFailsThreeTimes() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Calls failing =
        (_, _) -> {
          calls.incrementAndGet();
          throw new IllegalStateException("no");
        };
    try (AsynchronousInvocations invocations = invocations(failing)) {
      invocations.accept("job", bytes("one"));
      Eventually.await(() -> invocations.failed() == 1);
    }
    assertThat(calls).hasValue(3);
    assertThat(folder.resolve("failed")).isNotEmptyDirectory();
  }

  @Test
  void aStopWaitsForTheEventsThatRun() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Calls untilItMay =
        (function, event) -> {
          awaits(mayEnd);
          deliver(function, event);
        };
    AsynchronousInvocations invocations = invocations(untilItMay);
    invocations.accept("job", bytes("one"));
    Eventually.await(() -> !invocations.running().isEmpty());
    assertThat(invocations.running().getFirst()).startsWith("job--");
    CompletableFuture<Void> stop = CompletableFuture.runAsync(invocations::close);
    assertThat(stop).isNotDone();
    mayEnd.countDown();
    stop.get(2, MINUTES);
    assertThat(delivered).containsExactly("job one");
    assertThat(folder.resolve("queue")).isEmptyDirectory();
  }

  @Test
  void aStopReturnsOnceWhatItInterruptedHasEnded() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    Calls untilInterrupted =
        (_, _) -> {
          running.countDown();
          awaits(new CountDownLatch(1));
          ended.incrementAndGet();
        };
    AsynchronousInvocations invocations = invocations(untilInterrupted, Duration.ZERO);
    invocations.accept("job", bytes("one"));
    running.await();
    invocations.close();
    assertThat(ended).hasValue(1);
    assertThat(invocations.running()).isEmpty();
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anEventThatAStopInterruptsComesAgainAfterTheNextStart() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Calls untilTheStop =
        (function, _) -> {
          running.countDown();
          byte[] _ = new TimeLimit(Duration.ofMinutes(1)).run(function, this::never);
        };
    try (AsynchronousInvocations stopped = invocations(untilTheStop, Duration.ZERO)) {
      stopped.accept("job", bytes("one"));
      running.await();
    }
    try (AsynchronousInvocations next = invocations(this::deliver)) {
      next.resume();
      assertThat(delivered.poll(2, MINUTES)).isEqualTo("job one");
    }
    assertThat(folder.resolve("queue")).isEmptyDirectory();
  }

  @Test
  void aLastAttemptThatAStopInterruptsIsNotGivenUp() throws Exception {
    CountDownLatch lastAttempt = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Calls failing =
        (function, _) -> {
          if (calls.incrementAndGet() < 3) {
            throw new IllegalStateException("no");
          }
          lastAttempt.countDown();
          byte[] _ = new TimeLimit(Duration.ofMinutes(1)).run(function, this::never);
        };
    try (AsynchronousInvocations stopped = invocations(failing, Duration.ZERO)) {
      stopped.accept("job", bytes("one"));
      lastAttempt.await();
    }
    try (AsynchronousInvocations next = invocations(this::deliver)) {
      next.resume();
      assertThat(delivered.poll(2, MINUTES)).isEqualTo("job one");
    }
    assertThat(folder.resolve("failed")).doesNotExist();
  }

  private byte[] never() throws InterruptedException {
    new CountDownLatch(1).await();
    return new byte[0];
  }

  private void deliver(String function, String event) {
    delivered.add(function + " " + event);
  }

  private AsynchronousInvocations invocations(Calls calls) throws IOException {
    return invocations(calls, Duration.ofSeconds(20));
  }

  private AsynchronousInvocations invocations(Calls calls, Duration closeWithin)
      throws IOException {
    return new AsynchronousInvocations(
        folder.resolve("queue"),
        folder.resolve("failed"),
        calls,
        new AsynchronousInvocations.Timing(
            List.of(Duration.ofMillis(1), Duration.ofMillis(2)), closeWithin),
        (_, failure) -> lastResort.complete(failure));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Functions that answer nothing of interest.
  private interface Calls extends Invoker {
    void call(String function, String event);

    @Override
    default Optional<byte[]> invoke(String functionName, String requestId, byte[] event) {
      call(functionName, new String(event, StandardCharsets.UTF_8));
      return Optional.of(new byte[0]);
    }

    @Override
    default boolean has(String functionName) {
      return true;
    }
  }
}
