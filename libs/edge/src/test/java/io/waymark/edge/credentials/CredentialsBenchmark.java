package io.waymark.edge.credentials;

import io.waymark.edge.WaymarkConfig;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Prints how long a credential is checked: one that this instance knows, and a token that it sees
/// for the first time. No test, since a time says more about a machine than about a change. To be
/// run as `EdgeBenchmark` is.
public final class CredentialsBenchmark {
  private static final int CALLS = 20_000;
  private static final int ROUNDS = 5;
  private static final double MICROS = 1e3;

  private CredentialsBenchmark() {}

  public static void main(String[] arguments) {
    FakeAccess fake = new FakeAccess();
    Clock clock = Clock.systemUTC();
    CachedAccess access = new CachedAccess(fake.access(), clock);
    AccessTokens tokens = new AccessTokens(fake.keys(), access, config(), clock);
    ApiKeys keys = new ApiKeys(access, clock);
    String known = FakeAccess.ISSUER.token(Instant.now(), UnaryOperator.identity());
    for (int round = 1; round <= ROUNDS; round++) {
      String[] fresh = new String[CALLS / 10];
      Arrays.setAll(fresh, _ -> FakeAccess.ISSUER.token(Instant.now(), UnaryOperator.identity()));
      int[] next = {0};
      print(round, "token, known", CALLS, () -> tokens.check(known));
      print(round, "API key, known", CALLS, () -> keys.check(FakeAccess.KEY));
      print(round, "token, seen first", fresh.length, () -> tokens.check(fresh[next[0]++]));
    }
  }

  private static void print(int round, String what, int calls, Supplier<Verdict> check) {
    long[] nanos = new long[calls];
    for (int call = 0; call < calls; call++) {
      long begin = System.nanoTime();
      Verdict verdict = check.get();
      nanos[call] = System.nanoTime() - begin;
      if (!(verdict instanceof Verdict.Holds)) {
        throw new IllegalStateException(verdict.toString());
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "round %d, %s: p50 %.2f us, p99 %.2f us%n",
        round,
        what,
        nanos[calls / 2] / MICROS,
        nanos[calls * 99 / 100] / MICROS);
  }

  private static WaymarkConfig config() {
    return new WaymarkConfig(
        "dev",
        "000000000000",
        "eu-central-1",
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
