package io.waymark.embedded.runtime;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final TimeLimit LONG = new TimeLimit(Duration.ofMinutes(2));

  @Test
  void endsTheWaitForACallThatTakesLongerAndInterruptsIt() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    // A call that has not begun within its limit is not interrupted, and does not begin any more.
    Eventually.await(
        () -> {
          assertThatThrownBy(
                  () ->
                      new TimeLimit(Duration.ofSeconds(1))
                          .run(
                              "job",
                              () -> {
                                begun.countDown();
                                try {
                                  new CountDownLatch(1).await();
                                } catch (InterruptedException expected) {
                                  interrupted.complete(true);
                                }
                                return new byte[0];
                              }))
              .isInstanceOf(FunctionTimedOutException.class)
              .hasMessageContaining("function job failed")
              .hasMessageContaining("timed out after 1 s");
          return begun.getCount() == 0;
        });
    assertThat(interrupted.get(2, MINUTES)).isTrue();
  }

  @Test
  void passesOnWhatTheCallComesTo() {
    assertThat(LONG.run("job", () -> new byte[] {1, 2})).containsExactly(1, 2);

    IllegalStateException bug = new IllegalStateException("a bug");
    assertThatThrownBy(
            () ->
                LONG.run(
                    "job",
                    () -> {
                      throw bug;
                    }))
        .isSameAs(bug);
    OutOfMemoryError full = new OutOfMemoryError();
    assertThatThrownBy(
            () ->
                LONG.run(
                    "job",
                    () -> {
                      throw full;
                    }))
        .isSameAs(full);
  }

  @Test
  void beginsNoMoreThanMayRunAtATime() throws Exception {
    CountDownLatch running = new CountDownLatch(TimeLimit.CONCURRENCY);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        Release _ = goOn::countDown) {
      for (int each = 0; each < TimeLimit.CONCURRENCY; each++) {
        Future<?> _ =
            callers.submit(
                () ->
                    LONG.run(
                        "job",
                        () -> {
                          running.countDown();
                          goOn.await();
                          return new byte[0];
                        }));
      }
      assertThat(running.await(2, MINUTES)).isTrue();
      assertThatThrownBy(() -> LONG.run("job", () -> new byte[0]))
          .isInstanceOf(TooManyInvocationsException.class);
    }
    assertThat(LONG.run("job", () -> new byte[] {1})).containsExactly(1);
  }

  /// Lets callers go on before their executor waits for them.
  private interface Release extends AutoCloseable {
    @Override
    void close();
  }

  @Test
  void anInterruptedCallerInterruptsTheCall() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CountDownLatch running = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  byte[] _ =
                      LONG.run(
                          "job",
                          () -> {
                            running.countDown();
                            try {
                              new CountDownLatch(1).await();
                            } catch (InterruptedException expected) {
                              interrupted.complete(true);
                            }
                            return new byte[0];
                          });
                });
    running.await();
    caller.interrupt();
    assertThat(interrupted.get(2, MINUTES)).isTrue();
  }
}
