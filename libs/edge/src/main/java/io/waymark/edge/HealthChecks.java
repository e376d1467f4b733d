package io.waymark.edge;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs checks side by side and gives up on each after a second, or later by [CallConfig]: a health
/// endpoint that hangs is none.
@Singleton
public final class HealthChecks {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final Duration limit;

  HealthChecks(CallConfig calls) {
    this.limit = calls.limit(LIMIT);
  }

  /// Asks all `checks`; healthy where every one is.
  public Health run(Collection<? extends HealthCheck> checks) {
    Map<String, Future<String>> asked = new TreeMap<>();
    Map<String, Health.Check> answers = new TreeMap<>();
    long begin = System.nanoTime();
    // Not closed by try-with-resources, which would wait for a check that hangs.
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      checks.forEach(check -> asked.put(check.name(), threads.submit(check::ask)));
      asked.forEach((name, answer) -> answers.put(name, answer(name, answer, begin)));
    } finally {
      threads.shutdownNow();
    }
    boolean ok = answers.values().stream().allMatch(check -> check.status().equals("ok"));
    return new Health(ok ? "ok" : "unhealthy", version(), answers);
  }

  private Health.Check answer(String name, Future<String> answer, long begin) {
    try {
      long left = limit.toNanos() - (System.nanoTime() - begin);
      String detail = answer.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
      return new Health.Check("ok", detail, millisSince(begin));
    } catch (ExecutionException e) {
      // Anyone may ask; addresses and names of resources are for the operator alone.
      LOG.warn("health check {}: {}", name, String.valueOf(e.getCause()));
      return new Health.Check("unhealthy", "does not answer", millisSince(begin));
    } catch (TimeoutException e) {
      return new Health.Check(
          "unhealthy", "no answer within " + limit.toSeconds() + " s", millisSince(begin));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Health.Check("unhealthy", "the check was interrupted", millisSince(begin));
    }
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  static String version() {
    return Optional.ofNullable(HealthChecks.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
