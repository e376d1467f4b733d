package io.waymark.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.Connections;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/// R25: what Lambda calls around a snapshot of this function, on its real beans.
class SnapshotTest {
  @Test
  void theSnapshotHasAskedNoServiceAndHoldsNoConnection() throws Exception {
    try (Connections services = Connections.counted()) {
      Map<String, Object> properties = properties();
      for (String service : List.of("dynamodb", "s3", "ssm", "sts")) {
        properties.put("waymark.endpoints." + service, services.address("http"));
      }
      ApiHandler handler = handler(properties);
      aroundASnapshot(handler);
      assertThat(services.made()).isZero();
      // A request does ask, and is told to come again: the services answer nothing.
      assertThat(recommend(handler, "wm_dev_AAAAAAAA_0123456789abcdefghijklmnop").getStatusCode())
          .isEqualTo(503);
      assertThat(services.made()).isPositive();
      handler.close();
    }
  }

  @Test
  void theFirstRequestAfterEachRestoreIsAnswered() throws Exception {
    Shop shop = new Shop().offers(3);
    Map<String, Object> properties = properties();
    properties.put("waymark.keys", Files.createTempDirectory("keys").toString());
    ApiHandler handler = handler(properties);
    for (int restore = 0; restore < 2; restore++) {
      aroundASnapshot(handler);
      APIGatewayProxyResponseEvent answer = recommend(handler, shop.key());
      assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
      assertThat(answer.getBody()).contains("\"item_id\":\"item-2\"");
    }
    handler.close();
  }

  private static Map<String, Object> properties() {
    return new HashMap<>(LocalAws.shared().properties(Handler.RECOMMEND_API));
  }

  private static void aroundASnapshot(ApiHandler handler) throws Exception {
    handler.snapshotHooks().beforeCheckpoint(Core.getGlobalContext());
    handler.snapshotHooks().afterRestore(Core.getGlobalContext());
  }

  private static ApiHandler handler(Map<String, Object> properties) throws IOException {
    properties.put("micronaut.server.port", "8080");
    return new ApiHandler(ApplicationContext.run(properties));
  }

  private static APIGatewayProxyResponseEvent recommend(ApiHandler handler, String key) {
    return handler.handleRequest(
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("POST")
            .withPath("/api/v1/recommend")
            .withHeaders(Map.of())
            .withMultiValueHeaders(
                Map.of("X-API-Key", List.of(key), "Content-Type", List.of("application/json")))
            .withRequestContext(
                new APIGatewayProxyRequestEvent.ProxyRequestContext()
                    .withRequestId("request-1")
                    .withHttpMethod("POST"))
            .withBody("{\"user_id\": \"ann\", \"count\": 2}"),
        new MockLambdaContext());
  }
}
