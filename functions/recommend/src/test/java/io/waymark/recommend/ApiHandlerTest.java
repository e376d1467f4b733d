package io.waymark.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.model.ModelVersion;
import io.waymark.recommend.models.ModelCache;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
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
          RecommendConfig config = context.getBean(RecommendConfig.class);
          assertThat(config.modelCacheBytes()).isEqualTo(512L << 20);
          assertThat(config.modelCheck()).as("R9").isLessThan(Duration.ofSeconds(5));
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

  /// R33: behind API Gateway, too, the body may be left out.
  @Test
  void activatesWithAndWithoutABody() throws IOException {
    Shop shop = new Shop().offers(3);
    ModelVersion first = shop.publishes(3, (one, other) -> 1);
    ModelVersion second = shop.publishes(3, (one, other) -> 2);
    withHandler(
        handler -> {
          for (ModelVersion version : List.of(first, second, first)) {
            APIGatewayProxyRequestEvent event =
                event(shop, "POST", "/api/v1/models/default/versions/" + version + "/activate");
            APIGatewayProxyResponseEvent answer =
                handler.handleRequest(
                    version.equals(second) ? event.withBody("{\"force\": true}") : event,
                    new MockLambdaContext());
            assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
            assertThat(answer.getBody()).contains(version.value(), "\"forced\":false");
          }
        });
  }

  /// R28: this instance has the model in memory afterwards, and says which.
  @Test
  void warmsWhatItsInvokerNames() throws IOException {
    Shop shop = new Shop().offers(3);
    withHandler(
        handler -> {
          assertThat(warmed(handler, shop.tenant().toString()))
              .isEqualTo("{\"model_version\":null}");
          ModelVersion first = shop.trains(3, (one, other) -> 1);
          assertThat(warmed(handler, shop.tenant().toString()))
              .isEqualTo("{\"model_version\":\"%s\"}".formatted(first));
          ModelCache models = handler.getApplicationContext().getBean(ModelCache.class);
          assertThat(models.describe()).startsWith("1 models");
          ModelVersion next = shop.trains(3, (one, other) -> 2);
          assertThat(warmed(handler, shop.tenant().toString()))
              .isEqualTo("{\"model_version\":\"%s\"}".formatted(next));
          assertThatThrownBy(() -> warmed(handler, "no tenant!"))
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  /// R28: what a caller of the API sends is never taken for that, were the stage to have such a
  /// variable.
  @Test
  void isWarmedByNoRequest() throws IOException {
    Shop shop = new Shop().offers(3);
    shop.trains(3, (one, other) -> 1);
    Map<String, String> warm = Map.of("warm", shop.tenant().toString());
    withHandler(
        handler -> {
          APIGatewayProxyResponseEvent answer =
              handler.handleRequest(
                  event(shop, "POST", "/api/v1/recommend")
                      .withStageVariables(warm)
                      .withQueryStringParameters(warm)
                      .withBody(
                          "{\"stageVariables\": {\"warm\": \"%s\"}}".formatted(shop.tenant())),
                  new MockLambdaContext());
          assertThat(answer.getStatusCode()).isEqualTo(400);
          assertThat(answer.getBody()).contains("stageVariables");
          ModelCache models = handler.getApplicationContext().getBean(ModelCache.class);
          assertThat(models.describe()).startsWith("0 models");
        });
  }

  private static String warmed(ApiHandler handler, String tenant) {
    APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
    event.setStageVariables(Map.of("warm", tenant));
    APIGatewayProxyResponseEvent answer = handler.handleRequest(event, new MockLambdaContext());
    assertThat(answer.getStatusCode()).isEqualTo(200);
    return answer.getBody();
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
