package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import io.waymark.tenancy.installation.Bucket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The stacks, changed, over those that are there.
@OnLocalStack
@Isolated("it replaces every function")
// Others would have to start all of them anew, which takes time and proves nothing.
@Order(Integer.MAX_VALUE - 1)
class RedeployTest {
  @Test
  void aChangedStackKeepsEverythingOfItsTenants(Stacks stacks, Shop shop) {
    Tenant tenant = shop.tenant();
    Api key = tenant.withKey("recommend:read");
    assertThat(tenant.send("steady", "item_1", "steady-1")).isEqualTo("accepted");
    JsonNode list = tenant.recommend("user_3");
    int uploads = stacks.keys(Bucket.DATA, "uploads/" + tenant.id()).size();

    stacks.change();

    JsonNode same =
        key.post("/api/v1/recommend", Map.of("user_id", "user_3", "count", 5)).expecting(200);
    assertThat(same.path("recommendations")).isEqualTo(list.path("recommendations"));
    assertThat(same.path("model")).isEqualTo(list.path("model"));
    assertThat(tenant.bought("steady", "item_1")).isTrue();
    assertThat(tenant.send("steady", "item_1", "steady-1")).isEqualTo("duplicate");
    stacks.put(List.of(tenant.purchase("steady", "item_2", "steady-2")));
    tenant.awaitBought("steady", "item_2");
    assertThat(stacks.keys(Bucket.DATA, "uploads/" + tenant.id()))
        .hasSizeGreaterThanOrEqualTo(uploads);
    String origin = Deployment.CHANGES.getOrDefault("origins", "");
    assertThat(
            stacks
                .api()
                .with("Origin", origin)
                .get("/health")
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .as("the change itself")
        .contains(origin);
  }
}
