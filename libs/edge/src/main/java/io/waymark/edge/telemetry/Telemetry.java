package io.waymark.edge.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.annotation.Value;
import io.waymark.edge.OutputLines;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.installation.Handler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects what an invocation measures and writes it as one line before the answer leaves, if
/// there is anything to say: of an event that went well mostly not. An instance of Lambda serves
/// one invocation at a time; where several share these beans, a line may hold what another
/// invocation measured, and the sums are right. The embedded service has `/metrics` in place of it,
/// unless `waymark.telemetry.enabled` says otherwise.
@Singleton
public final class Telemetry implements Measurements, Renewed {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
  private static final double MILLIS = 1e6;

  private final OutputLines output;
  private final Clock clock;
  private final ErrorLines errors;
  private final boolean enabled;
  private final String namespace;
  private final String function;
  private EmbeddedMetrics collected = new EmbeddedMetrics();
  private boolean cold = true;

  Telemetry(
      OutputLines output,
      Clock clock,
      ErrorLines errors,
      WaymarkConfig waymark,
      @Value("${waymark.telemetry.enabled}") Optional<Boolean> enabled,
      @Value("${waymark.function:unnamed}") String function) {
    this.output = output;
    this.clock = clock;
    this.errors = errors;
    this.enabled = enabled.orElse(!waymark.embedded());
    this.namespace = "Waymark/" + waymark.stage();
    this.function = function;
    if (this.enabled) {
      errors.listen();
    }
  }

  @Override
  public synchronized void count(Metric metric, long more) {
    if (enabled) {
      collected.count(metric, more);
    }
  }

  @Override
  public synchronized void value(Metric metric, double value) {
    if (enabled) {
      collected.value(metric, value);
    }
  }

  /// An event's handler threw. Lambda's own line of it has neither fingerprint nor request id; in
  /// the embedded service whoever sent the event logs what became of it.
  public void failed(Throwable failure) {
    if (enabled) {
      count(Metric.FAILURES);
      LOG.error("an event failed and goes back to whoever sent it", failure);
    }
  }

  /// Ends an invocation that was a request.
  public void served(Class<?> type, int status, Duration latency, Context context) {
    Metric.ofStatus(status).ifPresent(this::count);
    ended(type, Handler.RECOMMEND_API, latency, context);
  }

  /// Ends any other invocation.
  public void ended(Class<?> type, Duration latency, Context context) {
    ended(type, Handler.INGEST_UPLOADS, latency, context);
  }

  /// @param otherwise whose metrics one writes that no function is deployed with: what another
  ///   calls within itself (as warming, which is no request and must not be counted as one), or a
  ///   test's
  private void ended(Class<?> type, Handler otherwise, Duration latency, Context context) {
    if (!enabled) {
      return;
    }
    Optional<Handler> handler = Handler.of(type.getName());
    String name = handler.map(Handler::shortName).orElse(function);
    long begin = System.nanoTime();
    ErrorLines.Ended ended = errors.end(name);
    count(Metric.ERRORS, ended.lines());
    count(Metric.ERROR_FINGERPRINTS, ended.fingerprints());
    count(Metric.REPORTS_DROPPED, ended.dropped());
    EmbeddedMetrics measured = measured(latency.plusNanos(System.nanoTime() - begin));
    measured.keepThoseOf(handler.orElse(otherwise));
    if (measured.isEmpty()) {
      return;
    }
    try {
      output.write(measured.line(namespace, name, clock.instant()), context);
    } catch (IOException | RuntimeException failed) {
      LOG.warn("the metrics of an invocation are not written", failed);
    }
  }

  private synchronized EmbeddedMetrics measured(Duration latency) {
    EmbeddedMetrics ended = collected;
    collected = new EmbeddedMetrics();
    if (cold) {
      cold = false;
      ended.count(Metric.COLD_STARTS, 1);
    }
    ended.value(Metric.LATENCY, latency.toNanos() / MILLIS);
    return ended;
  }

  @Override
  public synchronized void renew() {
    collected = new EmbeddedMetrics();
    cold = true;
  }
}
