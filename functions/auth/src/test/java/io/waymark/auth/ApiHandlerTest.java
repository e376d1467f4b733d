package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The two handlers as Lambda calls them, on beans of their own: nothing here replaces any.
class ApiHandlerTest {
  @Test
  void aLogInFromTheGatewaysEvent() throws IOException {
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("test.real-clock", "true");
    // By this clock, what other tests let fail lies far ahead.
    properties.put("waymark.log-ins.of-account", 1_000_000);
    // The server on the test class path never listens, but is asked which port it would.
    properties.put("micronaut.server.port", "8080");
    try (ApplicationContext context = ApplicationContext.run(properties);
        MigrationsHandler migrations = new MigrationsHandler(context)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      migrations.handleRequest(
          new ByteArrayInputStream("{\"seed_demo\": true}".getBytes(StandardCharsets.UTF_8)),
          out,
          new MockLambdaContext());
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"applied\":0");
    }
    ApiHandler handler = new ApiHandler(ApplicationContext.run(properties));
    APIGatewayProxyResponseEvent answer =
        handler.handleRequest(
            event(
                "POST",
                "/api/v1/auth/login",
                "{\"email\": \"admin@demo.com\", \"password\": \"demo123456\"}",
                Optional.empty()),
            new MockLambdaContext());
    assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
    String token = answer.getBody().replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
    APIGatewayProxyResponseEvent me =
        handler.handleRequest(
            event("GET", "/api/v1/auth/me", "", Optional.of(token)), new MockLambdaContext());
    assertThat(me.getStatusCode()).as(me.getBody()).isEqualTo(200);
    assertThat(me.getBody()).contains("\"email\":\"admin@demo.com\"");
    APIGatewayProxyResponseEvent audit =
        handler.handleRequest(
            event("GET", "/api/v1/audit", "", Optional.of(token)), new MockLambdaContext());
    assertThat(audit.getBody()).contains("\"source\":\"203.0.113.7\"");
    APIGatewayProxyResponseEvent ended =
        handler.handleRequest(
            event("POST", "/api/v1/auth/logout", "", Optional.of(token)), new MockLambdaContext());
    assertThat(ended.getStatusCode()).as(ended.getBody()).isEqualTo(204);
    handler.close();
  }

  private static APIGatewayProxyRequestEvent event(
      String method, String path, String body, Optional<String> token) {
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    token.ifPresent(text -> headers.put("Authorization", "Bearer " + text));
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod(method)
        .withPath(path)
        .withHeaders(headers)
        .withMultiValueHeaders(lists)
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withRequestId("gateway-id")
                .withHttpMethod(method)
                .withIdentity(
                    new APIGatewayProxyRequestEvent.RequestIdentity().withSourceIp("203.0.113.7")))
        .withBody(body.isEmpty() ? null : body);
  }
}
