package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.testing.MetricLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What operators learn of each invocation.
@Isolated("standard output is one for all")
class TelemetryTest {
  @Test
  void aRequestLeavesOneLineAndAnEventThatWentWellNone() {
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("waymark.telemetry.enabled", true);
    properties.put("waymark.embedded", false);
    properties.put("micronaut.server.port", "8080");
    try (ApiHandler api = new ApiHandler(ApplicationContext.run(properties));
        SweepHandler sweep = new SweepHandler(ApplicationContext.run(properties))) {
      assertThat(
              MetricLines.of(
                  () ->
                      api.handleRequest(
                          new APIGatewayProxyRequestEvent()
                              .withHttpMethod("GET")
                              .withPath("/api/v1/auth/me")
                              .withHeaders(Map.of())
                              .withMultiValueHeaders(Map.of())
                              .withRequestContext(
                                  new APIGatewayProxyRequestEvent.ProxyRequestContext()
                                      .withRequestId("request-1")
                                      .withHttpMethod("GET")),
                          new MockLambdaContext())))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .containsEntry("function", "auth-api")
                      .containsEntry("Status4xx", 1));
      assertThat(
              MetricLines.of(
                  () ->
                      sweep.handleRequest(
                          new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)),
                          new ByteArrayOutputStream(),
                          new MockLambdaContext())))
          .isEmpty();
    }
  }
}
