package io.waymark.auth;

import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.auth.audit.AuditStore;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.database.TenantTransactions;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A35 — Failed log-ins in the audit log.
class FailedLogInsTest {
  private static final String AUDIT = "/api/v1/audit";

  private final String tenant = Api.fresh("failed");
  private final Api admin = Api.adminOf(tenant);
  private final String email = "admin@" + tenant + ".test";

  @Test
  void howeverManyFailInAMinuteTheyAreOneEntryThatCountsThem() {
    atTheStartOfAMinute();
    for (int at = 0; at < 3; at++) {
      assertThat(Api.open().from("127.0.0.9").login(email, "wrong " + at).status()).isEqualTo(401);
    }
    admin.post(
        "/api/v1/auth/password",
        "{\"current_password\": \"wrong\", \"new_password\": \"seven-tall-windmills\"}");
    assertThat(refused(admin)).as("the minute is not over").isEmpty();
    nextMinute();
    List<JsonNode> entries = refused(admin);
    assertThat(entries)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.path("target").asText())
                  .isEqualTo(admin.get("/api/v1/auth/me").text("id"));
              assertThat(entry.path("after").path("failures").asInt()).isEqualTo(4);
              assertThat(entry.path("actor").asText()).isEqualTo("unknown");
              assertThat(entry.path("source").asText()).isIn("127.0.0.9", "127.0.0.1");
              assertThat(entry.path("after").path("minute").asText()).endsWith(":00Z");
            });
    assertThat(refused(admin)).as("it is told once").hasSameSizeAs(entries);
    assertThat(admin.get(AUDIT).raw().body()).doesNotContain("wrong 0");
  }

  @Test
  void anEmailThatNobodyHasIsTheOperatorsToKnow() {
    Api operator = Api.operator();
    nextMinute();
    int before = unknown(operator);
    Api.open().login(Api.fresh("nobody") + "@nowhere.test", "whatever it is");
    nextMinute();
    assertThat(unknown(operator)).isEqualTo(before + 1);
    assertThat(refused(admin)).isEmpty();
  }

  /// Or the time of an answer would tell, while many are tried, who has an account. A1
  @Test
  void emailsThatNobodyHasDoNotWaitForEachOther() {
    FailedLogIns failures = AuthUnderTest.shared().bean(FailedLogIns.class);
    Api operator = Api.operator();
    nextMinute();
    int before = unknown(operator);
    TenantTransactions transactions = AuthUnderTest.shared().bean(TenantTransactions.class);
    List<String> emails = List.of("a@nowhere.test", "b@nowhere.test");
    transactions.in(
        TenantId.PLATFORM,
        () -> {
          failures.countUnknown(emails.getFirst()); // its row is held until the transaction ends
          CompletableFuture.runAsync(() -> failures.countUnknown(emails.getLast()))
              .orTimeout(1, TimeUnit.MINUTES) // where it waits for ever
              .join();
          return emails;
        });
    nextMinute();
    assertThat(unknown(operator)).isEqualTo(before + 2);
    assertThat(
            refused(operator).stream()
                .map(entry -> entry.path("target").asText())
                .filter(target -> target.startsWith("unknown")))
        .as("told as one")
        .containsOnly("unknown");
  }

  @Test
  void aSweepPutsThemIntoTheLogOfEveryTenant() {
    Api.open().login(email, "not the password");
    nextMinute();
    AuthUnderTest.shared().bean(FailedLogIns.class).settleAll();
    assertThat(
            AuthUnderTest.shared()
                .bean(AuditStore.class)
                .newest(new TenantId(tenant), Long.MAX_VALUE, 1))
        .extracting(entry -> entry.entry().action())
        .containsExactly("session.refused");
  }

  @Test
  void whoIsSuspendedAndHasThePasswordIsRefusedToo() {
    Api.Answer made =
        admin.post(
            "/api/v1/members",
            "{\"email\": \"s@%s.test\", \"password\": \"%s\", \"role\": \"viewer\"}"
                .formatted(tenant, Api.PASSWORD));
    admin.patch("/api/v1/members/" + made.text("id"), "{\"status\": \"suspended\"}");
    assertThat(Api.open().login("s@" + tenant + ".test", Api.PASSWORD).status()).isEqualTo(403);
    nextMinute();
    assertThat(refused(admin))
        .extracting(entry -> entry.path("target").asText())
        .containsExactly(made.text("id"));
  }

  private static void atTheStartOfAMinute() {
    TestClock clock = AuthUnderTest.shared().clock();
    Instant now = clock.instant();
    clock.pass(Duration.between(now, now.truncatedTo(MINUTES).plus(1, MINUTES)));
  }

  private static void nextMinute() {
    AuthUnderTest.shared().clock().pass(Duration.ofMinutes(1));
  }

  private static List<JsonNode> refused(Api reader) {
    return reader
        .get(AUDIT + "?limit=100")
        .json()
        .path("entries")
        .valueStream()
        .filter(entry -> entry.path("action").asText().equals("session.refused"))
        .toList();
  }

  private static int unknown(Api operator) {
    return refused(operator).stream()
        .filter(entry -> entry.path("target").asText().equals("unknown"))
        .mapToInt(entry -> entry.path("after").path("failures").asInt())
        .sum();
  }
}
