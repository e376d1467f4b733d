package io.waymark.edge.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.TenantId;
import io.waymark.testing.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class TenantCredentialsTest {
  private static final TenantId ONE = new TenantId("one");
  private static final TenantId OTHER = new TenantId("other");

  private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final FakeSessions sessions = new FakeSessions();
  private final TenantCredentials credentials = new TenantCredentials(sessions, clock);

  private final class FakeSessions implements TenantSessions {
    private final AtomicInteger begun = new AtomicInteger();
    private volatile boolean down;

    @Override
    public Session begin(TenantId tenant) {
      if (down) {
        throw SdkClientException.create("STS does not answer");
      }
      return new Session(
          AwsSessionCredentials.create(tenant + "-" + begun.incrementAndGet(), "secret", "token"),
          clock.instant().plus(Duration.ofHours(1)));
    }
  }

  private String keyOf(TenantId tenant) {
    return credentials.of(tenant).accessKeyId();
  }

  @Test
  void eachTenantHasItsOwn() {
    assertThat(keyOf(ONE)).isEqualTo("one-1");
    assertThat(keyOf(OTHER)).isEqualTo("other-2");
  }

  @Test
  void areKeptUntilFiveMinutesBeforeTheirEnd() {
    assertThat(keyOf(ONE)).isEqualTo("one-1");
    clock.pass(Duration.ofMinutes(54));
    assertThat(keyOf(ONE)).isEqualTo("one-1");
    clock.pass(Duration.ofMinutes(1));
    assertThat(keyOf(ONE)).isEqualTo("one-2");
  }

  @Test
  void thoseAtHandServeOnWhileStsDoesNotAnswerButNotBeyondTheirEnd() {
    assertThat(keyOf(ONE)).isEqualTo("one-1");
    sessions.down = true;
    clock.pass(Duration.ofMinutes(59));
    assertThat(keyOf(ONE)).isEqualTo("one-1");
    clock.pass(Duration.ofMinutes(1));
    assertThatThrownBy(() -> keyOf(ONE)).hasMessage("STS does not answer");
    sessions.down = false;
    assertThat(keyOf(ONE)).isEqualTo("one-2");
  }

  @Test
  void areForgottenAroundASnapshot() {
    assertThat(keyOf(ONE)).isEqualTo("one-1");
    credentials.renew();
    assertThat(keyOf(ONE)).isEqualTo("one-2");
  }

  @Test
  void manyThreadsAskStsOnce() throws Exception {
    int threads = 32;
    CountDownLatch ready = new CountDownLatch(threads);
    Set<String> keys = new HashSet<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> asked = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        asked.add(
            executor.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return keyOf(ONE);
                }));
      }
      for (Future<String> answer : asked) {
        keys.add(answer.get());
      }
    }
    assertThat(keys).containsExactly("one-1");
    assertThat(sessions.begun).hasValue(1);
  }

  @Test
  void ofMoreTenantsThanAreKeptSomeAreAskedForAgain() {
    for (int tenant = 0; tenant < 2 * TenantCredentials.MOST; tenant++) {
      String _ = keyOf(new TenantId("t" + tenant));
    }
    int begun = sessions.begun.get();
    for (int tenant = 0; tenant < 2 * TenantCredentials.MOST; tenant++) {
      String _ = keyOf(new TenantId("t" + tenant));
    }
    assertThat(sessions.begun.get() - begun).isGreaterThanOrEqualTo(TenantCredentials.MOST);
  }

  @Test
  void aSessionDoesNotPrintItsSecrets() {
    assertThat(sessions.begin(ONE).toString()).doesNotContain("secret", "token", "one-1");
  }
}
