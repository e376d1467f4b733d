package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.edge.credentials.FakeAccess;
import io.waymark.edge.telemetry.Metric;
import io.waymark.edge.telemetry.Telemetry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Prints what the edge of a warm function costs around a controller that does nothing: event →
/// credential → limits → route → JSON → usage line and metrics, with all stores in memory. No test, since a
/// time says more about a machine than about a change.
///
///     ./mvnw -q -pl libs/edge -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
///     java -cp libs/edge/target/test-classes:libs/edge/target/classes:$(cat libs/edge/target/cp) \
///       io.waymark.edge.EdgeBenchmark
public final class EdgeBenchmark {
  /// All rounds together stay below the 60,000 a minute that a tenant is admitted.
  private static final int CALLS = 5_000;

  private static final int ROUNDS = 5;
  private static final double MICROS = 1e3;

  private EdgeBenchmark() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    String token = FakeAccess.ISSUER.token(Instant.now(), UnaryOperator.identity());
    Map<String, Map<String, String>> callers =
        Map.of(
            "API key", Map.of("X-API-Key", FakeAccess.KEY),
            "access token", Map.of("Authorization", "Bearer " + token));
    for (int round = 1; round <= ROUNDS; round++) {
      for (Map.Entry<String, Map<String, String>> caller : callers.entrySet()) {
        long[] nanos = measure(caller.getValue());
        out.printf(
            "%s, round %d: p50 %.1f us, p99 %.1f us%n",
            caller.getKey(), round, nanos[CALLS / 2] / MICROS, nanos[CALLS * 99 / 100] / MICROS);
      }
    }
    out.printf("metrics of an invocation: p50 %.1f us%n", metrics()[CALLS / 2] / MICROS);
    System.exit(0); // the framework's threads still stand
  }

  /// Of which the line of metrics takes so long: counted, put together, written.
  private static long[] metrics() {
    Telemetry telemetry = Answer.context().getBean(Telemetry.class);
    Context context = new MockLambdaContext();
    long[] nanos = new long[CALLS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int call = 0; call < CALLS; call++) {
        long begin = System.nanoTime();
        telemetry.count(Metric.LISTS);
        telemetry.count(Metric.SLOTS, 10);
        telemetry.count(Metric.MODEL_HITS);
        telemetry.value(Metric.MODEL_AGE, call);
        telemetry.served(Answer.ApiHandler.class, 200, Duration.ofNanos(call), context);
        nanos[call] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static long[] measure(Map<String, String> headers) {
    long[] nanos = new long[CALLS];
    for (int call = 0; call < CALLS; call++) {
      long begin = System.nanoTime();
      int status = Answer.get("/echo/me", headers).getStatusCode();
      nanos[call] = System.nanoTime() - begin;
      if (status != 200) {
        throw new IllegalStateException("answered " + status);
      }
    }
    Arrays.sort(nanos);
    return nanos;
  }
}
