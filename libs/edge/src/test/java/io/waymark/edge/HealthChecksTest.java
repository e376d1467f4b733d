package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
  private final HealthChecks checks = new HealthChecks(new CallConfig(Duration.ofMinutes(2)));

  @Test
  void isOkWhereEveryDependencyIs() {
    Health health = checks.run(List.of(check("a", () -> "fine"), check("b", () -> "3 rows")));
    assertThat(health.ok()).isTrue();
    assertThat(health.checks().get("b"))
        .isNotNull()
        .extracting(Health.Check::status, Health.Check::detail)
        .containsExactly("ok", "3 rows");
  }

  @Test
  void namesTheOneThatFailsAndTellsTheReasonToTheLogAlone() {
    List<String> logged = new CopyOnWriteArrayList<>();
    try (Logged _ =
        Logged.of(HealthChecks.class, event -> logged.add(event.getFormattedMessage()))) {
      failing();
    }
    assertThat(logged)
        .containsExactly("health check b: java.lang.IllegalStateException: no route to arn:aws:x");
  }

  private void failing() {
    Health health =
        checks.run(
            List.of(
                check("a", () -> "fine"),
                check(
                    "b",
                    () -> {
                      throw new IllegalStateException("no route to arn:aws:x");
                    })));
    assertThat(health.ok()).isFalse();
    assertThat(health.status()).isEqualTo("unhealthy");
    assertThat(String.valueOf(health.checks().get("b")))
        .contains("does not answer")
        .doesNotContain("arn:aws", "Exception");
    assertThat(String.valueOf(health.checks().get("a"))).contains("ok");
  }

  @Test
  void givesUpOnOneThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    Health health =
        new HealthChecks(CallConfig.USUAL)
            .run(
                List.of(
                    check(
                        "hangs",
                        () -> {
                          never.await();
                          return "late";
                        })));
    assertThat(String.valueOf(health.checks().get("hangs"))).contains("no answer within 1 s");
  }

  private interface Question {
    String ask() throws Exception;
  }

  private static HealthCheck check(String name, Question question) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String ask() throws Exception {
        return question.ask();
      }
    };
  }
}
