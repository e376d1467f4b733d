package io.waymark.recommend.health;

import static io.waymark.recommend.Function.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.waymark.edge.Health;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import io.waymark.testing.LocalAws;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// R14
class HealthTest {
  private static final Shop SHOP = new Shop();

  @Test
  void asksItsOwnDependencies() {
    Reply reply = get(SHOP, "/health");
    assertThat(reply.status()).as(reply.whole().body()).isEqualTo(200);
    for (String check : new String[] {"dynamodb", "s3", "model_cache"}) {
      assertThat(reply.body().path("checks").path(check).path("status").asText()).isEqualTo("ok");
    }
    assertThat(
            get(SHOP, "/health/redis")
                .body()
                .path("checks")
                .path("model_cache")
                .path("detail")
                .asText())
        .contains("MiB");
    Reply caches = get(SHOP, "/health/cache");
    assertThat(caches.status()).isEqualTo(200);
    assertThat(caches.body().path("checks").path("answer_cache").path("detail").asText())
        .matches("\\d+ of \\d+ answers were kept ones; now \\d+, \\d+ of 32768 KiB");
  }

  @Test
  void knowsOtherFunctionsByTheirHeartbeats() {
    Object _ =
        LocalAws.shared()
            .dynamoDb()
            .putItem(
                request ->
                    request
                        .tableName(
                            LocalAws.INSTALLATION.name(
                                io.waymark.tenancy.installation.Table.HEARTBEATS))
                        .item(
                            Map.of(
                                "pk", attribute("ingest"),
                                "at", attribute(java.time.Instant.now().toString()))));
    Reply reply = get(SHOP, "/health/detailed");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("checks").path("function ingest").path("status").asText())
        .isEqualTo("ok");
    assertThat(reply.body().path("checks").path("function train").path("status").asText())
        .isEqualTo("idle");
  }

  @Test
  void saysWhatDoesNotAnswer() {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties());
    properties.put("waymark.endpoints.s3", "http://127.0.0.1:1");
    try (ApplicationContext context = ApplicationContext.run(properties)) {
      io.micronaut.http.HttpResponse<Health> response =
          context.getBean(HealthController.class).health();
      assertThat(response.code()).isEqualTo(503);
      Health health = response.getBody().orElseThrow();
      assertThat(String.valueOf(health.checks().get("s3"))).contains("unhealthy");
      assertThat(String.valueOf(health.checks().get("dynamodb"))).contains("ok");
    }
  }

  private static software.amazon.awssdk.services.dynamodb.model.AttributeValue attribute(
      String text) {
    return software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(text);
  }
}
