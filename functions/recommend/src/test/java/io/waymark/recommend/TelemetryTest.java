package io.waymark.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.testing.LocalAws;
import io.waymark.testing.MetricLines;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What operators learn of each request.
@Isolated("standard output is one for all")
class TelemetryTest {
  @Test
  void eachRequestLeavesOneLineOfWhatTheModelDid() throws IOException {
    Shop shop = new Shop().offers(8);
    ApiHandler handler = handler();

    Map<String, Object> without = only(handler, shop, "{\"user_id\": \"ann\", \"count\": 4}");
    assertThat(without)
        .containsEntry("function", "recommend-api")
        .containsEntry("Lists", 1)
        .containsEntry("Slots", 4)
        .containsEntry("FallbackSlots", 4)
        .containsEntry("ModelMisses", 1)
        .containsKey("Latency")
        .doesNotContainKeys("ModelAge", "ModelHits", "EmptyLists", "Status4xx");
    assertThat(without.toString()).doesNotContain(shop.tenant().value());

    Object _ = shop.trains(8, (left, right) -> left == 0 && right == 5 ? 9 : 1);
    shop.event("bob", "view", 0, 1);
    ApiHandler second = handler();
    assertThat(only(second, shop, "{\"user_id\": \"bob\", \"count\": 2}"))
        .containsEntry("ModelMisses", 1)
        .containsKey("ModelAge")
        .doesNotContainKeys("FallbackSlots", "AnswerHits");
    assertThat(only(second, shop, "{\"user_id\": \"bob\", \"count\": 2}"))
        .containsEntry("ModelHits", 1)
        .containsEntry("AnswerHits", 1);
    assertThat(only(second, shop, "{\"placement\": \"trending\"}"))
        .as("what is trending was asked for")
        .doesNotContainKeys("Lists", "Slots", "FallbackSlots");
    assertThat(only(second, shop, "{\"count\": 0}")).containsEntry("Status4xx", 1);
    handler.close();
    second.close();
  }

  @Test
  void aListWithoutAnItemIsCounted() throws IOException {
    Shop shop = new Shop();
    ApiHandler handler = handler();
    assertThat(only(handler, shop, "{\"user_id\": \"ann\"}"))
        .containsEntry("Lists", 1)
        .containsEntry("EmptyLists", 1)
        .doesNotContainKey("Slots");
    handler.close();
  }

  private static Map<String, Object> only(ApiHandler handler, Shop shop, String body) {
    List<Map<String, Object>> lines =
        MetricLines.of(() -> handler.handleRequest(event(shop, body), new MockLambdaContext()));
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static ApiHandler handler() throws IOException {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties());
    properties.put("waymark.keys", Files.createTempDirectory("keys").toString());
    properties.put("micronaut.server.port", "8080");
    return new ApiHandler(ApplicationContext.run(properties));
  }

  private static APIGatewayProxyRequestEvent event(Shop shop, String body) {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod("POST")
        .withPath("/api/v1/recommend")
        .withHeaders(Map.of())
        .withMultiValueHeaders(
            Map.of("X-API-Key", List.of(shop.key()), "Content-Type", List.of("application/json")))
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withRequestId("request-1")
                .withHttpMethod("POST"))
        .withBody(body);
  }
}
