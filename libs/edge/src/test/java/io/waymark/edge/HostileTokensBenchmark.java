package io.waymark.edge;

import io.waymark.edge.credentials.FakeAccess;
import io.waymark.edge.credentials.HostileTokens;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Prints how long the edge of a warm function takes to refuse each hostile token, the slowest
/// first; the first round is a cold one. To be run as [EdgeBenchmark] is.
public final class HostileTokensBenchmark {
  private static final int ROUNDS = 20;
  private static final int SHOWN = 8;
  private static final double MILLIS = 1e6;

  private HostileTokensBenchmark() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    Map<String, String> tokens = HostileTokens.of(FakeAccess.ISSUER, Instant.now());
    Map<String, Long> slowest = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      int last = round;
      slowest.clear();
      tokens.forEach((name, token) -> slowest.put(name, nanos(token)));
      if (last == 0 || last == ROUNDS - 1) {
        out.printf("round %d of %d tokens%n", last + 1, tokens.size());
        slowest.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(SHOWN)
            .forEach(each -> out.printf("%8.2f ms  %s%n", each.getValue() / MILLIS, each.getKey()));
      }
    }
    System.exit(0); // the framework's threads still stand
  }

  private static long nanos(String token) {
    long begin = System.nanoTime();
    int status = Answer.get("/echo/me", Map.of("Authorization", "Bearer " + token)).getStatusCode();
    long took = System.nanoTime() - begin;
    if (status != 401) {
      throw new IllegalStateException("answered " + status);
    }
    return took;
  }
}
