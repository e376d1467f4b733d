package io.waymark.auth.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.waymark.edge.SourceAddress;
import io.waymark.testing.MovingClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who may try again, and when. A27, A28.
class AttemptsTest {
  private static final String VICTIM = "eve@shop.test";
  private static final SourceAddress HOME = SourceAddress.of("203.0.113.1");
  private static final SourceAddress ELSEWHERE = SourceAddress.of("198.51.100.1");
  private static final AttemptConfig CONFIG =
      new AttemptConfig(
          3,
          Duration.ofMinutes(1),
          10,
          Duration.ofMinutes(10),
          20,
          Duration.ofMinutes(5),
          Duration.ofDays(30));

  private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T10:00:00.123456Z"));
  private final Attempts attempts = new Attempts(new InMemoryAttemptStore(), CONFIG, clock);

  @Test
  void eachFurtherFailureOfAPairCostsTwiceTheWaitUpToALongest() {
    assertThat(guesses(VICTIM, HOME, 9)).isEqualTo(3);
    Duration[] waits = {seconds(1), seconds(2), seconds(4), seconds(8), seconds(16), seconds(32)};
    for (Duration wait : waits) {
      assertThat(wait(VICTIM, HOME)).isEqualTo(wait);
      clock.pass(wait);
      assertThat(guesses(VICTIM, HOME, 5)).isEqualTo(1);
    }
    assertThat(wait(VICTIM, HOME)).isEqualTo(CONFIG.longestWait());
    clock.pass(CONFIG.longestWait());
    assertThat(guesses(VICTIM, HOME, 5)).isEqualTo(1);
    assertThat(wait(VICTIM, HOME)).isEqualTo(CONFIG.longestWait());
  }

  @Test
  void whoeverWaitsIsNotMadeToWaitLonger() {
    guesses(VICTIM, HOME, 3);
    guesses(VICTIM, HOME, 50);
    clock.pass(seconds(1));
    assertThat(guesses(VICTIM, HOME, 1)).isEqualTo(1);
  }

  @Test
  void anInstanceWhoseClockIsBehindAdmitsWhatIsFree() {
    InMemoryAttemptStore shared = new InMemoryAttemptStore();
    Attempts ahead = new Attempts(shared, CONFIG, clock);
    Attempts behind =
        new Attempts(shared, CONFIG, Clock.offset(clock, Duration.ofMillis(5).negated()));
    Stream.of(ahead, behind, ahead)
        .forEach(
            each -> assertThat(each.begin(VICTIM, HOME)).isInstanceOf(Admission.Admitted.class));
    assertThat(behind.begin(VICTIM, HOME)).isEqualTo(new Admission.Wait(Duration.ofMillis(1005)));
  }

  @Test
  void aSuccessForgivesItsOwnPairAlone() {
    guesses(VICTIM, HOME, 2);
    guesses(VICTIM, ELSEWHERE, 3);
    logIn(VICTIM, HOME);
    assertThat(guesses(VICTIM, HOME, 2)).isEqualTo(2);
    assertThat(guesses(VICTIM, ELSEWHERE, 9)).isZero();
  }

  @Test
  void fromWhereAnAccountLoggedInAsManyMayBeUnderWayAsItMayFail() {
    logIn(VICTIM, HOME);
    List<Admission.Ticket> underWay =
        Stream.generate(() -> admitted(VICTIM, HOME)).limit(CONFIG.ofAccount()).toList();
    assertThat(wait(VICTIM, HOME)).isEqualTo(seconds(1));
    underWay.forEach(attempts::succeeded);
    assertThat(guesses(VICTIM, HOME, 20)).isEqualTo(CONFIG.ofAccount());
  }

  @Test
  void failuresAreForgottenAfterADay() {
    guesses(VICTIM, HOME, 3);
    clock.pass(History.MEMORY.plusMinutes(1));
    assertThat(guesses(VICTIM, HOME, 9)).isEqualTo(3);
  }

  @Test
  void manyAddressesGuessNoMoreOfAnAccountThanItHas() {
    assertThat(guessesFromEverywhere(VICTIM, 100)).isEqualTo(10);
    clock.pass(CONFIG.accountEvery());
    assertThat(guessesFromEverywhere(VICTIM, 100)).isEqualTo(1);
    assertThat(guessesFromEverywhere("another@shop.test", 10)).isEqualTo(10);
  }

  @Test
  void whoeverGuessesFromElsewhereNeverKeepsAMemberOutOfWhereItLoggedIn() {
    logIn(VICTIM, HOME);
    for (int day = 0; day < 29; day++) {
      guessesFromEverywhere(VICTIM, 100);
      clock.pass(Duration.ofDays(1));
      assertThat(guessesFromEverywhere(VICTIM, 100)).isEqualTo(10);
      logIn(VICTIM, HOME);
    }
    assertThat(attempts.begin(VICTIM, ELSEWHERE)).isInstanceOf(Admission.Wait.class);
    clock.pass(CONFIG.trusted());
    guessesFromEverywhere(VICTIM, 100);
    assertThat(attempts.begin(VICTIM, HOME)).as("trust ends").isInstanceOf(Admission.Wait.class);
  }

  @Test
  void oneAddressGuessesNoMoreOfAllAccountsThanItHas() {
    logIn(VICTIM, HOME);
    long passed =
        IntStream.range(0, 100).mapToLong(each -> guesses("m" + each + "@x.test", HOME, 1)).sum();
    assertThat(passed).isEqualTo(20);
    assertThat(wait("new@x.test", HOME)).isLessThanOrEqualTo(CONFIG.addressEvery());
    logIn(VICTIM, HOME);
    assertThat(guesses("m1@x.test", ELSEWHERE, 1)).isEqualTo(1);
  }

  @Test
  void logInsThatSucceedUseNothingUp() {
    for (int each = 0; each < 50; each++) {
      logIn("m" + each + "@x.test", HOME);
      logIn(VICTIM, SourceAddress.of("192.0.2." + each));
    }
    assertThat(guessesFromEverywhere(VICTIM, 100)).isEqualTo(10);
  }

  @Test
  void anAttemptThatWasNotLookedAtIsNone() {
    for (int each = 0; each < 50; each++) {
      attempts.withdraw(admitted(VICTIM, HOME));
    }
    assertThat(guesses(VICTIM, HOME, 9)).isEqualTo(3);
  }

  @Test
  void whatWaitsForItsPairTakesNothingOffTheAccount() {
    guesses(VICTIM, HOME, 200);
    assertThat(guessesFromEverywhere(VICTIM, 100)).isEqualTo(7);
  }

  @Test
  void anEmailIsTheSameHoweverItIsTyped() {
    guesses(VICTIM, HOME, 2);
    assertThat(guesses(" Eve@SHOP.test ", HOME, 9)).isEqualTo(1);
  }

  @Test
  void ofManyAtOnceNoMorePassThanOneByOne() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Long> guess = () -> guesses(VICTIM, HOME, 1);
      long passed = 0;
      for (Future<Long> each :
          threads.invokeAll(IntStream.range(0, 64).mapToObj(_ -> guess).toList())) {
        passed += each.get();
      }
      assertThat(passed).isEqualTo(3);
    }
  }

  @Test
  void configurationHasDefaultsAndMaps() {
    Map<String, Object> properties = new HashMap<>(Map.of("waymark.keys", "nowhere"));
    try (ApplicationContext context = ApplicationContext.run(properties)) {
      assertThat(context.getBean(AttemptConfig.class)).isEqualTo(AttemptConfig.USUAL);
    }
    properties.putAll(
        Map.of(
            "waymark.log-ins.free", 3,
            "waymark.log-ins.longest-wait", "1m",
            "waymark.log-ins.of-account", 10,
            "waymark.log-ins.account-every", "10m",
            "waymark.log-ins.of-address", 20,
            "waymark.log-ins.address-every", "5m",
            "waymark.log-ins.trusted", "30d"));
    try (ApplicationContext context = ApplicationContext.run(properties)) {
      assertThat(context.getBean(AttemptConfig.class)).isEqualTo(CONFIG);
    }
    Duration some = Duration.ofSeconds(1);
    List<Callable<AttemptConfig>> wrong =
        List.of(
            () -> new AttemptConfig(0, some, 1, some, 1, some, some),
            () -> new AttemptConfig(1, some.negated(), 1, some, 1, some, some),
            () -> new AttemptConfig(1, some, 1, Duration.ZERO, 1, some, some));
    wrong.forEach(
        each ->
            assertThatThrownBy(each::call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waymark.log-ins"));
  }

  private void logIn(String email, SourceAddress from) {
    attempts.succeeded(admitted(email, from));
  }

  private Admission.Ticket admitted(String email, SourceAddress from) {
    Admission admission = attempts.begin(email, from);
    assertThat(admission).isInstanceOf(Admission.Admitted.class);
    return ((Admission.Admitted) admission).ticket();
  }

  private Duration wait(String email, SourceAddress from) {
    Admission admission = attempts.begin(email, from);
    assertThat(admission).isInstanceOf(Admission.Wait.class);
    return ((Admission.Wait) admission).time();
  }

  /// How many of `times` passed.
  private long guesses(String email, SourceAddress from, int times) {
    return IntStream.range(0, times)
        .filter(_ -> attempts.begin(email, from) instanceof Admission.Admitted)
        .count();
  }

  /// How many passed of one from each of so many addresses.
  private long guessesFromEverywhere(String email, int addresses) {
    return IntStream.range(0, addresses)
        .mapToLong(each -> guesses(email, SourceAddress.of("10.0.7." + each), 1))
        .sum();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
