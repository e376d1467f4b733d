package io.waymark.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The whole way of an event of API Gateway.
class ApiHandlerTest {
  @Test
  void answersAnEventOfApiGateway() throws IOException {
    Shop shop = new Shop().offers(3);
    LocalAws.shared().properties().forEach(System::setProperty);
    System.setProperty("waymark.keys", Files.createTempDirectory("keys").toString());
    try {
      ApiHandler handler = new ApiHandler();
      APIGatewayProxyRequestEvent event =
          new APIGatewayProxyRequestEvent()
              .withHttpMethod("POST")
              .withPath("/api/v1/recommend")
              .withHeaders(Map.of("X-API-Key", shop.key(), "Content-Type", "application/json"))
              .withMultiValueHeaders(
                  Map.of(
                      "X-API-Key", List.of(shop.key()),
                      "Content-Type", List.of("application/json")))
              .withRequestContext(
                  new APIGatewayProxyRequestEvent.ProxyRequestContext()
                      .withRequestId("request-1")
                      .withHttpMethod("POST"))
              .withBody("{\"user_id\": \"ann\", \"count\": 2}");
      APIGatewayProxyResponseEvent response = handler.handleRequest(event, new MockLambdaContext());
      assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
      assertThat(response.getBody()).contains("\"item_id\":\"item-2\"", "\"source\":\"latest\"");
      ApplicationContext context = handler.getApplicationContext();
      assertThat(context.getBean(RecommendConfig.class).modelCacheBytes()).isEqualTo(512L << 20);
    } finally {
      LocalAws.shared().properties().keySet().forEach(System::clearProperty);
      System.clearProperty("waymark.keys");
    }
  }
}
