package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.function.aws.MicronautLambdaContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.testing.MetricLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The line of metrics that each invocation leaves.
@Isolated("standard output is one for all")
class TelemetryTest {
  @Test
  void aRequestLeavesOneLineOfItsLatencyAndTheClassOfItsAnswer() {
    try (Api api = new Api(context(Map.of("waymark.stage", "prod", "waymark.function", "echo")))) {
      Map<String, Object> refused = only(MetricLines.of(() -> get(api, "/echo/me")));
      assertThat(refused).containsEntry("Status4xx", 1).containsEntry("ColdStarts", 1);
      assertThat(refused).containsEntry("function", "echo");
      assertThat(refused.toString()).contains("Namespace=Waymark/prod");
      assertThat(refused.get("Latency")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
      Map<String, Object> answered = only(MetricLines.of(() -> get(api, "/echo/item/a")));
      assertThat(answered)
          .containsKey("Latency")
          .doesNotContainKeys("ColdStarts", "Status4xx", "Status5xx");
      Map<String, Object> bug = only(MetricLines.of(() -> get(api, "/echo/bug")));
      assertThat(bug).containsEntry("Status5xx", 1);
    }
  }

  @Test
  void aRestoredInstanceStartsColdAndKeepsNothingOfItsPriming() throws Exception {
    try (Api api = new Api(context(Map.of()))) {
      MetricLines.of(() -> get(api, "/echo/item/a"));
      assertThat(
              MetricLines.of(
                  () -> {
                    api.snapshotHooks().beforeCheckpoint(Core.getGlobalContext());
                    api.snapshotHooks().afterRestore(Core.getGlobalContext());
                  }))
          .as("priming is no invocation")
          .isEmpty();
      assertThat(only(MetricLines.of(() -> get(api, "/echo/item/a"))))
          .containsEntry("ColdStarts", 1)
          .containsKey("Latency");
    }
  }

  @Test
  void anEventLeavesALineOnlyWhereThereIsSomethingToSay() {
    try (Events events = new Events(context(Map.of()))) {
      assertThat(MetricLines.of(() -> events.take("{\"fails\": false}")))
          .as("Lambda measures how long it took, and whether it started cold")
          .isEmpty();
      assertThat(
              only(
                  MetricLines.of(
                      () ->
                          assertThatThrownBy(() -> events.take("{\"fails\": true}"))
                              .hasMessage("as asked"))))
          .containsEntry("Failures", 1)
          .containsEntry("Errors", 1)
          .doesNotContainKeys("Latency", "ColdStarts");
    }
  }

  @Test
  void theEmbeddedServiceWritesNoneUnlessItIsToldTo() {
    assertThat(linesOfTheEmbeddedService(Map.of())).isEmpty();
    assertThat(linesOfTheEmbeddedService(Map.of("waymark.telemetry.enabled", true)))
        .singleElement()
        .asString()
        .contains("\"Latency\":[");
  }

  private static List<String> linesOfTheEmbeddedService(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("waymark.embedded", true);
    List<String> lines = new CopyOnWriteArrayList<>();
    try (Api api = new Api(context(all))) {
      api.handleRequest(event("/echo/item/a"), new Noting(lines));
    }
    return lines.stream().filter(line -> line.startsWith(MetricLines.MARK)).toList();
  }

  private static Map<String, Object> only(List<Map<String, Object>> lines) {
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static void get(Api api, String path) {
    Object _ = api.handleRequest(event(path), new MockLambdaContext());
  }

  private static APIGatewayProxyRequestEvent event(String path) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("GET")
        .withPath(path)
        .withHeaders(Map.of())
        .withMultiValueHeaders(Map.of())
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withRequestId("gateway-id")
                .withHttpMethod("GET"));
  }

  private static ApplicationContext context(Map<String, Object> properties) {
    return ApplicationContext.builder(
            Environment.FUNCTION, MicronautLambdaContext.ENVIRONMENT_LAMBDA)
        .properties(properties)
        .start();
  }

  private static final class Api extends LambdaApiHandler {
    Api(ApplicationContext context) {
      super(context);
    }
  }

  @Serdeable
  record Asked(boolean fails) {}

  private static final class Events extends LambdaEventHandler<Asked, Asked> {
    Events(ApplicationContext context) {
      super(Asked.class, context);
    }

    @Override
    protected Asked handle(Asked event, Context context) {
      if (event.fails()) {
        throw new IllegalStateException("as asked");
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

  /// Keeps what is logged by it.
  private static final class Noting extends MockLambdaContext {
    private final List<String> lines;

    Noting(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public LambdaLogger getLogger() {
      return new LambdaLogger() {
        @Override
        public void log(String message) {
          lines.add(message);
        }

        @Override
        public void log(byte[] message) {
          lines.add(new String(message, StandardCharsets.UTF_8));
        }
      };
    }
  }
}
