package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.nimbusds.jwt.JWTParser;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.testing.Connections;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/// A31: what Lambda calls around a snapshot of this function, on its real beans.
class SnapshotTest {
  @Test
  void theSnapshotHasAskedNoServiceAndHoldsNoConnection() throws Exception {
    try (Connections services = Connections.counted()) {
      Map<String, Object> properties = properties();
      properties.remove("waymark.keys");
      properties.put("datasources.default.url", services.address("jdbc:postgresql"));
      for (String service : List.of("dynamodb", "s3", "ssm", "secretsmanager")) {
        properties.put("waymark.endpoints." + service, services.address("http"));
      }
      ApiHandler handler = new ApiHandler(ApplicationContext.run(properties));
      aroundASnapshot(handler);
      assertThat(services.made()).isZero();
      // A log-in does ask, and is told to come again: the services answer nothing.
      assertThat(logIn(handler).getStatusCode()).isEqualTo(503);
      assertThat(services.made()).isPositive();
      handler.close();
    }
  }

  @Test
  void logsInAfterEachRestoreByTokensOfItsOwn() throws Exception {
    Object _ = AuthUnderTest.shared();
    ApiHandler handler = new ApiHandler(ApplicationContext.run(properties()));
    Set<String> ids = new HashSet<>();
    for (int restore = 0; restore < 2; restore++) {
      aroundASnapshot(handler);
      APIGatewayProxyResponseEvent answer = logIn(handler);
      assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
      ids.add(claim(answer, "jti"));
      ids.add(claim(answer, "sid"));
    }
    assertThat(ids).hasSize(4);
    handler.close();
  }

  /// As after the pause of Aurora. That the function has 22 s for it, and API Gateway 29, is a test
  /// of `infra/cdk`.
  @Test
  void theFirstRequestWaitsForADatabaseThatComesBackLate() throws Exception {
    Object _ = AuthUnderTest.shared();
    int early = 3;
    try (LateDoor door = new LateDoor(TestPostgres.shared().getPort(), early)) {
      Map<String, Object> properties = properties();
      properties.put(
          "datasources.default.url", "jdbc:postgresql://127.0.0.1:" + door.port() + "/postgres");
      properties.put("datasources.default.connection-timeout", "22000");
      ApiHandler handler = new ApiHandler(ApplicationContext.run(properties));
      aroundASnapshot(handler);
      assertThat(door.callers()).as("nobody has asked yet").isZero();
      APIGatewayProxyResponseEvent answer = logIn(handler);
      assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
      assertThat(door.callers()).isGreaterThan(early);
      handler.close();
    }
  }

  private static String claim(APIGatewayProxyResponseEvent answer, String name)
      throws ParseException {
    String token = answer.getBody().replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
    return JWTParser.parse(token).getJWTClaimsSet().getStringClaim(name);
  }

  private static void aroundASnapshot(ApiHandler handler) throws Exception {
    handler.snapshotHooks().beforeCheckpoint(Core.getGlobalContext());
    handler.snapshotHooks().afterRestore(Core.getGlobalContext());
  }

  private static Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("test.real-clock", "true");
    // By this clock, what other tests let fail lies far ahead.
    properties.put("waymark.log-ins.of-account", 1_000_000);
    properties.put("micronaut.server.port", "8080");
    return properties;
  }

  private static APIGatewayProxyResponseEvent logIn(ApiHandler handler) {
    return handler.handleRequest(
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("POST")
            .withPath("/api/v1/auth/login")
            .withHeaders(Map.of())
            .withMultiValueHeaders(Map.of("Content-Type", List.of("application/json")))
            .withRequestContext(
                new APIGatewayProxyRequestEvent.ProxyRequestContext()
                    .withRequestId("request-1")
                    .withHttpMethod("POST"))
            .withBody("{\"email\": \"admin@demo.com\", \"password\": \"demo123456\"}"),
        new MockLambdaContext());
  }
}
