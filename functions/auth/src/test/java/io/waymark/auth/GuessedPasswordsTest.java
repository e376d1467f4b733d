package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.auth.attempts.Admission;
import io.waymark.auth.attempts.Attempts;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStore;
import io.waymark.edge.SourceAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What whoever guesses passwords is told, and what it does to whom they belong to.
class GuessedPasswordsTest {
  private static final int FREE = 10;
  private static final int OF_ACCOUNT = 100;

  private static final String CHANGE = "/api/v1/auth/password";
  private static final String CHANGE_TO_SHORT =
      "{\"current_password\": \"%s\", \"new_password\": \"short\"}".formatted(Api.PASSWORD);

  /// Longer than the wait after seven more.
  private static final Duration LONG = Duration.ofSeconds(128);

  private final TestClock clock = AuthUnderTest.shared().clock();
  private final String tenant = Api.fresh("guessed");
  private final String email = "admin@" + tenant + ".test";
  private final Api victim = Api.adminOf(tenant);
  private final Api attacker = Api.open().from("127.0.0.9");

  /// A27
  @Test
  void whoeverFailsTooOftenIsToldWhenToComeAgain() {
    failUntilTheWaitIsLong();
    Api.Answer refused = attacker.login(email, Api.PASSWORD);
    assertThat(refused.status()).as("the right one too: " + refused).isEqualTo(429);
    long wait = refused.raw().headers().firstValueAsLong("Retry-After").orElseThrow();
    assertThat(wait).isBetween(60L, 128L);
    assertThat(refused.raw().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(refused.text("detail"))
        .isEqualTo("too many log-ins failed; try again in " + wait + " s");
    clock.pass(Duration.ofSeconds(wait));
    assertThat(attacker.login(email, Api.PASSWORD).status()).isEqualTo(200);
    assertThat(attacker.login(email, "wrong-password").status()).isEqualTo(401);
  }

  /// A1, A27
  @Test
  void nobodyLearnsFromItWhoExists() {
    List<String> known = answers(email, "127.0.0.10");
    List<String> unknown = answers("nobody@" + tenant + ".test", "127.0.0.11");
    assertThat(unknown).isEqualTo(known);
    assertThat(answers("no e-mail of " + tenant, "127.0.0.12")).isEqualTo(known);
  }

  /// A28
  @Test
  void theMemberGetsInWhileEverybodyGuesses() {
    String refresh = victim.from("127.0.0.1").login(email, Api.PASSWORD).text("refresh_token");
    Attempts attempts = AuthUnderTest.shared().bean(Attempts.class);
    for (int each = 0; each < OF_ACCOUNT; each++) {
      SourceAddress other = SourceAddress.of("203.0.113." + each);
      assertThat(attempts.begin(email, other)).isInstanceOf(Admission.Admitted.class);
    }
    Api.Answer stranger = Api.open().from("127.0.1.99").login(email, Api.PASSWORD);
    assertThat(stranger.status()).isEqualTo(429);
    assertThat(victim.get("/api/v1/auth/me").status()).isEqualTo(200);
    assertThat(Api.open().refresh(refresh).status()).isEqualTo(200);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(200);
    clock.pass(Duration.ofMinutes(10));
    assertThat(Api.open().from("127.0.1.99").login(email, Api.PASSWORD).status()).isEqualTo(200);
  }

  /// A27
  @Test
  void whoeverHoldsATokenGuessesThePasswordNoFasterThanAtALogIn() {
    Api thief = victim.from("127.0.0.13");
    for (int each = 0; each < FREE; each++) {
      assertThat(thief.post(CHANGE, change("wrong-password")).field())
          .isEqualTo("current_password");
    }
    Api.Answer refused = thief.post(CHANGE, change(Api.PASSWORD));
    assertThat(refused.status()).as("the right one too: " + refused).isEqualTo(429);
    assertThat(refused.raw().headers().firstValueAsLong("Retry-After")).hasValue(1);
    assertThat(refused.text("detail")).isEqualTo("too many passwords were wrong; try again in 1 s");
    assertThat(Api.open().from("127.0.0.13").login(email, Api.PASSWORD).status())
        .as("counted together")
        .isEqualTo(429);
    clock.pass(LONG);
    assertThat(thief.post(CHANGE, change(Api.PASSWORD)).status()).isEqualTo(204);
  }

  /// A27
  @Test
  void aNewPasswordThatWillNotDoIsNoGuess() {
    Api member = victim.from("127.0.0.14");
    for (int each = 0; each < 2 * FREE; each++) {
      assertThat(member.post(CHANGE, CHANGE_TO_SHORT).field()).isEqualTo("new_password");
    }
  }

  /// A27
  @Test
  void manyAtOnceGuessNoMoreThanOneByOne() throws Exception {
    failUntilTheWaitIsLong();
    clock.pass(LONG);
    List<Integer> answers = together(() -> attacker.login(email, "wrong-password").status());
    assertThat(answers).containsOnly(401, 429);
    assertThat(answers.stream().filter(status -> status == 401)).hasSize(1);
  }

  /// A27: no look-up, no hash.
  @Test
  void anAttemptThatMayNotBeMadeChangesNothingOfTheMember() {
    MemberStore members = AuthUnderTest.shared().bean(MemberStore.class);
    failUntilTheWaitIsLong();
    MemberCredentials before = members.findByEmail(new Email(email)).orElseThrow();
    assertThat(attacker.login(email, Api.PASSWORD).status()).isEqualTo(429);
    assertThat(members.findByEmail(new Email(email)).orElseThrow()).isEqualTo(before);
  }

  private void failUntilTheWaitIsLong() {
    for (int each = 0; each < FREE + 7; each++) {
      Api.Answer failed = attacker.login(email, "wrong-password");
      assertThat(failed.status()).as(failed.toString()).isEqualTo(401);
      clock.pass(each < FREE + 6 ? LONG : Duration.ZERO);
    }
  }

  private static String change(String current) {
    return "{\"current_password\": \"%s\", \"new_password\": \"seven-lanterns-afloat\"}"
        .formatted(current);
  }

  /// Without what differs from call to call.
  private List<String> answers(String whose, String address) {
    List<String> answers = new ArrayList<>();
    for (int each = 0; each < FREE + 7; each++) {
      Api.Answer answer = Api.open().from(address).login(whose, "wrong-password");
      answers.add(answer.status() + answer.text("type") + answer.text("detail"));
      clock.pass(each < FREE + 6 ? LONG : Duration.ZERO);
    }
    Api.Answer refused = Api.open().from(address).login(whose, "wrong-password");
    answers.add(refused.status() + refused.text("type"));
    return answers;
  }

  private static List<Integer> together(Callable<Integer> call)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> each :
          threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> call).toList())) {
        answers.add(each.get());
      }
      return answers;
    }
  }
}
