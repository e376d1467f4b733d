package io.waymark.edge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.function.aws.MicronautLambdaContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.LambdaApiHandler;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.edge.credentials.FakeAccess;
import io.waymark.testing.MetricLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Sentry is told of errors, by servers of this machine in place of it and of Systems Manager.
@Isolated("standard output is one for all")
class SentryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String PARAMETER = "/waymark/test/sentry-dsn";

  /// Stands wherever a caller or a person could be told by.
  private static final String MARK = "zoe.planted-mark";

  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final List<String> parametersRead = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server = listening();
  private volatile Optional<String> dsn = Optional.empty();
  private volatile int answer = 200;
  private volatile boolean slow;

  private record Told(String authentication, String contentType, String body) {
    List<String> lines() {
      return body.lines().toList();
    }

    JsonNode event() {
      return parse(lines().get(2));
    }
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.createContext("/", this::parameter);
    server.createContext("/inside/api/42/envelope/", this::envelope);
    server.start();
    dsn = Optional.of("http://" + KEY + "@127.0.0.1:" + port() + "/inside/42");
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
    threads.close();
  }

  @Test
  void anErrorOfARequestIsOneEnvelopeOfAnEvent() {
    Instant before = Instant.now();
    try (Api api = new Api(context(Map.of("waymark.stage", "prod")))) {
      assertThat(only(MetricLines.of(() -> bug(api))))
          .containsEntry("Errors", 1)
          .doesNotContainKey("ReportsDropped");
    }
    assertThat(told).hasSize(1);
    Told envelope = told.getFirst();
    assertThat(envelope.authentication())
        .matches("Sentry sentry_version=7, sentry_client=waymark/[^ ,$]+, sentry_key=" + KEY);
    assertThat(envelope.contentType()).isEqualTo("application/x-sentry-envelope");
    assertThat(envelope.lines()).hasSize(3);
    JsonNode header = parse(envelope.lines().get(0));
    JsonNode item = parse(envelope.lines().get(1));
    JsonNode event = envelope.event();
    assertThat(header.path("event_id").asText()).matches("[0-9a-f]{32}");
    assertThat(Instant.parse(header.path("sent_at").asText())).isAfterOrEqualTo(before);
    assertThat(item.path("type").asText()).isEqualTo("event");
    assertThat(item.path("length").asInt())
        .isEqualTo(envelope.lines().get(2).getBytes(StandardCharsets.UTF_8).length);
    assertThat(event.path("event_id")).isEqualTo(header.path("event_id"));
    assertThat(Instant.parse(event.path("timestamp").asText()))
        .isBetween(before.minusMillis(1), Instant.now());
    assertThat(event.path("platform").asText()).isEqualTo("java");
    assertThat(event.path("level").asText()).isEqualTo("error");
    assertThat(event.path("environment").asText()).isEqualTo("prod");
    assertThat(event.path("release").asText()).matches("[0-9][^$]*");
    assertThat(event.at("/fingerprint/0").asText()).matches("[0-9a-f]{16}");
    assertThat(event.at("/tags/request_id").asText()).isEqualTo("gateway-id");
    assertThat(event.at("/tags/function").asText()).isEqualTo("echo");
    assertThat(event.at("/logentry/message").asText()).isEqualTo("{} {} failed");
    JsonNode thrown = event.at("/exception/values/0");
    assertThat(thrown.path("type").asText()).isEqualTo("java.lang.IllegalStateException");
    List<JsonNode> frames = thrown.at("/stacktrace/frames").valueStream().toList();
    assertThat(frames.getLast().path("function").asText()).as("the innermost").isEqualTo("bug");
    assertThat(frames.getLast().path("in_app").asBoolean()).isTrue();
    assertThat(frames.getLast().path("lineno").asInt()).isPositive();
  }

  @Test
  void nothingOfACallerOrAPersonIsTold() {
    try (Api api = new Api(context(Map.of()))) {
      MetricLines.of(
          () -> {
            Object _ =
                api.handleRequest(
                    request(
                            Map.of(
                                "X-API-Key",
                                FakeAccess.KEY,
                                "User-Agent",
                                MARK,
                                "Cookie",
                                MARK,
                                "Content-Type",
                                "application/json"))
                        .withBody("{\"user_id\": \"" + MARK + "\"}")
                        .withQueryStringParameters(Map.of("user", MARK)),
                    new MockLambdaContext());
          });
    }
    try (Events events = new Events(context(Map.of()))) {
      MetricLines.of(
          () -> {
            events.take("{\"user\": \"" + MARK + "\"}");
            events.take("{\"user\": \"" + MARK + "\", \"kinds\": 1}");
            assertThatThrownBy(() -> events.take("{\"user\": \"" + MARK + "\", \"fails\": true}"))
                .hasMessageContaining(MARK);
          });
    }
    assertThat(told).as("of the request, of two lines, of the event").hasSize(4);
    assertThat(told)
        .allSatisfy(
            each ->
                assertThat(each.body())
                    .doesNotContain(MARK, FakeAccess.KEY, "key-of-demo", "demo", "secret detail"));
    JsonNode failed = told.getLast().event();
    assertThat(failed.at("/exception/values").valueStream().map(each -> each.path("type").asText()))
        .as("the cause first")
        .containsExactly("java.io.IOException", "java.lang.IllegalStateException");
    assertThat(told.get(1).event().at("/logentry/message").asText())
        .isEqualTo("the row of {} is not kept");
    assertThat(told.get(1).event().at("/exception/values")).isEmpty();
  }

  @Test
  void anErrorThatComesAgainInOneInvocationIsToldOnceAndCountedEachTime() {
    try (Events events = new Events(context(Map.of()))) {
      assertThat(only(MetricLines.of(() -> events.take("{\"user\": \"ann\", \"times\": 3}"))))
          .containsEntry("Errors", 3)
          .containsEntry("ErrorFingerprints", 1)
          .doesNotContainKey("ReportsDropped");
      assertThat(told).hasSize(1);
      assertThat(only(MetricLines.of(() -> events.take("{\"user\": \"ann\", \"kinds\": 7}"))))
          .containsEntry("Errors", 7)
          .containsEntry("ErrorFingerprints", 7)
          .containsEntry("ReportsDropped", 2);
      assertThat(told).hasSize(1 + 5);
    }
  }

  @Test
  void aServerThatDoesNotAnswerHoldsUpNoInvocation() {
    slow = true;
    try (Api api = new Api(context(Map.of("waymark.sentry.budget", "50ms")))) {
      assertThat(only(MetricLines.of(() -> bug(api))))
          .as("it has returned, and the server still holds its answer back")
          .containsEntry("ReportsDropped", 1)
          .containsEntry("Status5xx", 1);
    }
  }

  @Test
  void aServerThatRefusesAReportIsLeftAloneForAMinute() {
    answer = 429;
    try (Api api = new Api(context(Map.of()))) {
      assertThat(only(MetricLines.of(() -> bug(api)))).containsEntry("ReportsDropped", 1);
      assertThat(only(MetricLines.of(() -> bug(api)))).containsEntry("ReportsDropped", 1);
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void anInvocationWaitsNoLongerThanThreeTenthsOfASecondUnlessToldOtherwise() {
    Map<String, Object> properties = new HashMap<>(properties());
    properties.remove("waymark.sentry.budget");
    try (ApplicationContext context = started(properties)) {
      assertThat(context.getBean(Sentry.class).budget()).isEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void aFunctionWithAWrongDsnDoesNotStartAndSaysWhichParameterHoldsIt() {
    dsn = Optional.of("https://" + MARK + "/42");
    assertThatThrownBy(() -> new Api(context(Map.of())))
        .rootCause()
        .hasMessageContaining(PARAMETER)
        .hasMessageContaining("public key")
        .message()
        .doesNotContain(MARK);
  }

  @Test
  void aDsnThatCannotBeReadAtTheStartIsReadAtTheFirstError() {
    Optional<String> right = dsn;
    dsn = Optional.empty();
    try (Api api = new Api(context(Map.of()))) {
      dsn = right;
      assertThat(only(MetricLines.of(() -> bug(api)))).doesNotContainKey("ReportsDropped");
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void aSnapshotHoldsNoDsnAndEachRestoredInstanceReadsItAtItsStart() throws Exception {
    try (Api api = new Api(context(Map.of("aws.lambda.initialization.type", "snap-start")))) {
      api.snapshotHooks().beforeCheckpoint(Core.getGlobalContext());
      assertThat(parametersRead).isEmpty();
      api.snapshotHooks().afterRestore(Core.getGlobalContext());
      assertThat(parametersRead).hasSize(1);
      MetricLines.of(() -> bug(api));
      assertThat(told).hasSize(1);
      assertThat(parametersRead).hasSize(1);
    }
  }

  @Test
  void withoutTheParameterNobodyIsAsked() {
    Map<String, Object> properties = new HashMap<>(properties());
    properties.remove("waymark.sentry.dsn.parameter");
    try (Api api = new Api(started(properties))) {
      assertThat(only(MetricLines.of(() -> bug(api))))
          .containsEntry("Errors", 1)
          .doesNotContainKey("ReportsDropped");
    }
    assertThat(parametersRead).isEmpty();
    assertThat(told).isEmpty();
  }

  private static void bug(Api api) {
    Object _ = api.handleRequest(request(Map.of()), new MockLambdaContext());
  }

  private static APIGatewayProxyRequestEvent request(Map<String, String> headers) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("GET")
        .withPath("/echo/bug")
        .withHeaders(headers)
        .withMultiValueHeaders(Map.of())
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withRequestId("gateway-id")
                .withHttpMethod("GET"));
  }

  private ApplicationContext context(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(properties());
    properties.putAll(more);
    return started(properties);
  }

  private Map<String, Object> properties() {
    return Map.of(
        "waymark.function", "echo",
        "waymark.sentry.dsn.parameter", PARAMETER,
        // A machine that builds something else meanwhile takes its time.
        "waymark.sentry.budget", "1m",
        "waymark.endpoints.ssm", "http://127.0.0.1:" + port(),
        "waymark.access-key", "AKIDEXAMPLE",
        "waymark.secret-key", "test");
  }

  private static ApplicationContext started(Map<String, Object> properties) {
    return ApplicationContext.builder(
            Environment.FUNCTION, MicronautLambdaContext.ENVIRONMENT_LAMBDA)
        .properties(properties)
        .start();
  }

  private static Map<String, Object> only(List<Map<String, Object>> lines) {
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private void parameter(HttpExchange exchange) throws IOException {
    String request = text(exchange);
    parametersRead.add(request);
    assertThat(request).contains(PARAMETER);
    reply(
        exchange,
        dsn.isPresent() ? 200 : 400,
        dsn.map(value -> "{\"Parameter\": {\"Value\": \"" + value + "\"}}")
            .orElse("{\"__type\": \"ThrottlingException\"}"));
  }

  private void envelope(HttpExchange exchange) throws IOException {
    told.add(
        new Told(
            exchange.getRequestHeaders().getFirst("X-Sentry-Auth"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            text(exchange)));
    if (slow) {
      try {
        released.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    reply(exchange, answer, "{}");
  }

  private static String text(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static HttpServer listening() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private static final class Api extends LambdaApiHandler {
    Api(ApplicationContext context) {
      super(context);
    }
  }

  /// @param times how often one error is logged
  /// @param kinds how many are, each of another logger
  @Serdeable
  record Asked(
      String user, Optional<Boolean> fails, Optional<Integer> times, Optional<Integer> kinds) {}

  private static final class Events extends LambdaEventHandler<Asked, Asked> {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    Events(ApplicationContext context) {
      super(Asked.class, context);
    }

    @Override
    protected Asked handle(Asked event, Context context) {
      if (event.fails().orElse(false)) {
        throw new IllegalStateException("of " + event.user(), new IOException(event.user()));
      }
      for (int kind = 0; kind < event.kinds().orElse(0); kind++) {
        LoggerFactory.getLogger("library-" + kind).error("no row of " + event.user());
      }
      for (int time = 0; time < event.times().orElse(event.kinds().isEmpty() ? 1 : 0); time++) {
        LOG.error("the row of {} is not kept", event.user());
      }
      return event;
    }

    void take(String event) throws IOException {
      handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
          new ByteArrayOutputStream(),
          new MockLambdaContext());
    }
  }
}
