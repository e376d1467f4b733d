package io.waymark.embedded.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RunningInvocationsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final RunningInvocations invocations = new RunningInvocations();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @Test
  void namesWhatStillRunsWhenTheTimeIsOver() throws Exception {
    FutureTask<byte[]> job = start();
    assertThat(invocations.awaitEnd(Duration.ofMillis(1))).containsExactly("job");
    mayEnd.countDown();
    assertThat(job.get()).containsExactly(1);
  }

  @Test
  void waitsNoLongerThanUntilAllHaveEnded() throws Exception {
    FutureTask<byte[]> job = start();
    mayEnd.countDown();
    assertThat(invocations.awaitEnd(LONG)).isEmpty();
    assertThat(job.get()).containsExactly(1);
    assertThat(invocations.awaitEnd(Duration.ZERO)).isEmpty();
  }

  private FutureTask<byte[]> start() throws InterruptedException {
    FutureTask<byte[]> job =
        new FutureTask<>(
            () ->
                invocations.count(
                    "job",
                    () -> {
                      running.countDown();
                      mayEnd.await();
                      return new byte[] {1};
                    }));
    Thread _ = Thread.ofVirtual().start(job);
    running.await();
    return job;
  }
}
