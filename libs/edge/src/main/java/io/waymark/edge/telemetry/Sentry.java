package io.waymark.edge.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micronaut.context.annotation.Value;
import io.micronaut.serde.ObjectMapper;
import io.waymark.edge.Parameters;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells Sentry of errors, where a parameter of Systems Manager holds its DSN. Its own client
/// library is larger than what `auth`'s archive may still grow by, and keeps threads of which a
/// frozen function runs none: this posts envelopes before the answer leaves, for no longer than its
/// budget, and what is not told by then is dropped. A Sentry that does not answer is left alone for
/// a minute.
@Singleton
final class Sentry implements Renewed {
  private static final Logger LOG = LoggerFactory.getLogger(Sentry.class);
  private static final Duration LEFT_ALONE = Duration.ofMinutes(1);
  private static final String SNAPSHOT = "snap-start";
  private static final int PROTOCOL = 7;

  private final Parameters parameters;
  private final ObjectMapper json;
  private final Clock clock;
  private final String stage;
  private final Optional<String> parameter;
  private final String release;
  private final Duration budget;
  private final boolean inSnapshot;
  private volatile @Nullable Dsn dsn;
  private volatile Instant resumes = Instant.MIN;

  /// @param parameter `WAYMARK_SENTRY_DSN_PARAMETER`; without it nothing is told
  /// @param budget how long an invocation may wait for Sentry, connecting and answering
  /// @param initialization `AWS_LAMBDA_INITIALIZATION_TYPE`
  Sentry(
      Parameters parameters,
      ObjectMapper json,
      Clock clock,
      WaymarkConfig waymark,
      @Value("${waymark.sentry.dsn.parameter}") Optional<String> parameter,
      @Value("${waymark.release}") String release,
      @Value("${waymark.sentry.budget:300ms}") Duration budget,
      @Value("${aws.lambda.initialization.type:}") String initialization) {
    this.parameters = parameters;
    this.json = json;
    this.clock = clock;
    this.stage = waymark.stage();
    this.parameter = parameter;
    this.release = release;
    this.budget = budget;
    this.inSnapshot = initialization.equals(SNAPSHOT);
  }

  boolean isOn() {
    return parameter.isPresent();
  }

  Duration budget() {
    return budget;
  }

  /// Reads the DSN, unless what starts here is a snapshot, which must not hold it.
  ///
  /// @throws IllegalStateException naming the parameter, where it holds none
  void start() {
    if (!inSnapshot) {
      restored();
    }
  }

  @Override
  public void renew() {
    dsn = null;
    resumes = Instant.MIN;
  }

  @Override
  public void restored() {
    parameter.ifPresent(
        name -> {
          try {
            dsn = read(name);
          } catch (StoreUnavailableException later) {
            LOG.warn("the DSN of Sentry is read at the first error: {}", later.toString());
          }
        });
  }

  SentryEvent event(ILoggingEvent line, String fingerprint) {
    return SentryEvent.of(line, fingerprint, stage, release);
  }

  /// Tells it of these, and returns how many were dropped.
  int tell(List<SentryEvent> events) {
    Instant now = clock.instant();
    if (events.isEmpty() || now.isBefore(resumes)) {
      return events.size();
    }
    AtomicInteger told = new AtomicInteger();
    FutureTask<Boolean> telling = new FutureTask<>(() -> post(events, told), true);
    Thread.ofVirtual().name("sentry").start(telling);
    try {
      telling.get(budget.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException failed) {
      resumes = now.plus(LEFT_ALONE);
      LOG.warn(
          "Sentry is left alone for {}: {}",
          LEFT_ALONE,
          String.valueOf(failed.getCause() == null ? failed : failed.getCause()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      boolean _ = telling.cancel(true);
    }
    return events.size() - told.get();
  }

  /// By a client of its own: the connection of an earlier one may have died while the instance was
  /// frozen.
  private void post(List<SentryEvent> events, AtomicInteger told) {
    Dsn to = address();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(budget)
            .build();
    try {
      for (SentryEvent event : events) {
        HttpResponse<Void> answer =
            client.send(request(to, event), HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() / 100 != 2) {
          throw new IllegalStateException("it answered " + answer.statusCode());
        }
        told.incrementAndGet();
      }
    } catch (IOException failed) {
      throw new IllegalStateException(failed.toString(), failed);
    } catch (InterruptedException outOfTime) {
      Thread.currentThread().interrupt();
    } finally {
      client.shutdownNow();
    }
  }

  private Dsn address() {
    @Nullable Dsn known = dsn;
    if (known == null) {
      known = read(parameter.orElseThrow());
      dsn = known;
    }
    return known;
  }

  private Dsn read(String name) {
    String text = parameters.get(name);
    try {
      return Dsn.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalStateException(
          "the parameter %s holds no DSN of Sentry: %s; write the one of the project's settings, Client Keys"
              .formatted(name, wrong.getMessage()));
    }
  }

  private HttpRequest request(Dsn to, SentryEvent event) throws IOException {
    return HttpRequest.newBuilder(to.envelopes())
        .timeout(budget)
        .header("Content-Type", "application/x-sentry-envelope")
        .header(
            "X-Sentry-Auth",
            "Sentry sentry_version=%d, sentry_client=waymark/%s, sentry_key=%s"
                .formatted(PROTOCOL, release, to.key()))
        .POST(HttpRequest.BodyPublishers.ofByteArray(envelope(event)))
        .build();
  }

  /// Three lines: of the envelope, of its only item, and the item.
  private byte[] envelope(SentryEvent event) throws IOException {
    byte[] item = json.writeValueAsBytes(event);
    ByteArrayOutputStream envelope = new ByteArrayOutputStream(item.length + 256);
    envelope.write(
        json.writeValueAsBytes(
            Map.of("event_id", event.eventId(), "sent_at", clock.instant().toString())));
    envelope.write('\n');
    envelope.write(
        "{\"type\":\"event\",\"content_type\":\"application/json\",\"length\":%d}\n"
            .formatted(item.length)
            .getBytes(StandardCharsets.UTF_8));
    envelope.write(item);
    envelope.write('\n');
    return envelope.toByteArray();
  }
}
