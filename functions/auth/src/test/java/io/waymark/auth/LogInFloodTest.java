package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.auth.passwords.HashingTurns;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What is served while every turn to hash a password is taken.
class LogInFloodTest {
  private final String tenant = Api.fresh("flood");
  private final String email = "admin@" + tenant + ".test";

  /// A1, A25
  @Test
  void aFloodOfLogInsLeavesTokensAlone() throws Exception {
    Api.adminOf(tenant);
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("waymark.passwords.concurrent-hashes", 1);
    properties.put("waymark.passwords.waiting", 1);
    properties.put("waymark.passwords.patience", "5m");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, properties);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        Release _ = goOn::countDown) {
      Api api = new Api(server.getURL().toString(), Optional.empty());
      HashingTurns turns = server.getApplicationContext().getBean(HashingTurns.class);
      Api.Answer before = api.login(email, Api.PASSWORD);

      Future<Boolean> taken = callers.submit(() -> turns.take(() -> await(begun, goOn)));
      begun.await();
      Future<Api.Answer> waits = callers.submit(() -> api.login(email, Api.PASSWORD));
      while (turns.waiting() == 0) {
        Thread.onSpinWait();
      }

      assertThat(api.with(before.text("access_token")).get("/api/v1/auth/me").status())
          .isEqualTo(200);
      assertThat(api.refresh(before.text("refresh_token")).status()).isEqualTo(200);
      for (String whose : new String[] {email, "nobody@" + tenant + ".test"}) {
        Api.Answer refused = api.login(whose, "another-password");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
        assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("2");
        assertThat(refused.text("detail")).isEqualTo("log-in is unavailable; try again");
      }
      assertThat(waits.isDone()).isFalse();

      goOn.countDown();
      assertThat(taken.get()).isTrue();
      assertThat(waits.get().status()).isEqualTo(200);
    }
  }

  /// Lets callers go on before their executor waits for them.
  private interface Release extends AutoCloseable {
    @Override
    void close();
  }

  private static boolean await(CountDownLatch begun, CountDownLatch goOn) {
    begun.countDown();
    try {
      goOn.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
