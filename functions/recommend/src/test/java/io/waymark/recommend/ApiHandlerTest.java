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
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The whole way of an event of API Gateway.
class ApiHandlerTest {
  @Test
  void answersAnEventOfApiGateway() throws IOException {
    Shop shop = new Shop().offers(3);
    withHandler(
        handler -> {
          APIGatewayProxyResponseEvent response =
              handler.handleRequest(
                  event(shop, "POST", "/api/v1/recommend")
                      .withBody("{\"user_id\": \"ann\", \"count\": 2}"),
                  new MockLambdaContext());
          assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
          assertThat(response.getBody())
              .contains("\"item_id\":\"item-2\"", "\"source\":\"latest\"");
          ApplicationContext context = handler.getApplicationContext();
          assertThat(context.getBean(RecommendConfig.class).modelCacheBytes())
              .isEqualTo(512L << 20);
        });
  }

  @Test
  void findsTheItemThatThePathNamesPercentEncoded() throws IOException {
    Map<String, String> segments =
        Map.of(
            "a%2Fb",
            "a/b", "a%25b", "a%b", "a%252Fb", "a%2Fb", "a%5Cb", "a\\b", "a+c", "a+c", "a%2Bd",
            "a+d", "a%20e", "a e");
    Shop shop = new Shop().offers(3);
    segments.values().forEach(id -> shop.offers(Shop.item(id)));
    withHandler(
        handler ->
            segments
                .keySet()
                .forEach(
                    segment -> {
                      APIGatewayProxyResponseEvent response =
                          handler.handleRequest(
                              event(shop, "GET", "/api/v1/items/" + segment + "/similar"),
                              new MockLambdaContext());
                      assertThat(response.getStatusCode())
                          .as(segment + ": " + response.getBody())
                          .isEqualTo(200);
                    }));
  }

  private static APIGatewayProxyRequestEvent event(Shop shop, String method, String path) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod(method)
        .withPath(path)
        .withHeaders(Map.of("X-API-Key", shop.key(), "Content-Type", "application/json"))
        .withMultiValueHeaders(
            Map.of("X-API-Key", List.of(shop.key()), "Content-Type", List.of("application/json")))
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withRequestId("request-1")
                .withHttpMethod(method));
  }

  private static void withHandler(Consumer<ApiHandler> test) throws IOException {
    LocalAws.shared().properties().forEach(System::setProperty);
    System.setProperty("waymark.keys", Files.createTempDirectory("keys").toString());
    try {
      test.accept(new ApiHandler());
    } finally {
      LocalAws.shared().properties().keySet().forEach(System::clearProperty);
      System.clearProperty("waymark.keys");
    }
  }
}
