package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
  @Test
  void itemsAddUpToTheBill() throws IOException {
    JsonNode cost = cost("--requests", "10000000", "--tenants", "20", "--events", "5000000");
    assertThat(sum(cost, "items")).isEqualTo(cost.path("usd_a_month").asDouble(), within(1e-9));
    assertThat(sum(cost, "items_idle"))
        .isEqualTo(cost.path("usd_a_month_idle").asDouble(), within(1e-9));
    assertThat(cost.path("region").asText()).isEqualTo("us-east-1");
    assertThat(cost.path("usd_a_month").asDouble())
        .isGreaterThan(cost.path("usd_a_month_idle").asDouble());
  }

  @Test
  void whetherTheGoalIsKeptIsSaidAndEventsAreNotInThePriceOfRecommendations() throws IOException {
    JsonNode alone = cost("--requests", "10000000");
    assertThat(alone.path("usd_per_1000_recommendations").asDouble()).isBetween(0.005, 0.02);
    JsonNode withEvents = cost("--requests", "10000000", "--events", "10000000");
    assertThat(withEvents.path("usd_per_1000_recommendations").asDouble())
        .isEqualTo(alone.path("usd_per_1000_recommendations").asDouble(), within(1e-12));
    assertThat(cost("--requests", "1000").path("goal_kept").asBoolean(true)).isFalse();
    assertThat(cost("--requests", "100000000").path("goal_kept").asBoolean()).isTrue();
  }

  @Test
  void nobodyAskingCostsWhatIsThereIdle() throws IOException {
    JsonNode idle = cost("--requests", "0", "--tenants", "0");
    assertThat(idle.path("usd_a_month")).isEqualTo(idle.path("usd_a_month_idle"));
    assertThat(idle.has("usd_per_1000_recommendations")).isFalse();
    assertThat(Waymark.run("cost", "--requests", "0", "--tenants", "0").out())
        .contains("Idle: deployed, and nobody asks")
        .doesNotContain("a thousand recommendations");
  }

  @Test
  void peopleGetATableWithTheIdleItemsApart() {
    Waymark run = Waymark.run("cost", "--requests", "10000000", "--stream", "on-demand", "--waf");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("us-east-1", "10,000,000 recommendations", "recommend-api, compute")
        .contains("Idle: deployed, and nobody asks", "web ACL", "goal $ 0.01");
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    List<List<String>> wrong =
        List.of(
            List.of(),
            List.of("--requests", "-1"),
            List.of("--requests", "many"),
            List.of("--requests", "1.5"),
            List.of("--requests", "1000000000001"),
            List.of("--requests", "1", "--tenants", "-1"),
            List.of("--requests", "1", "--events", "1e6"),
            List.of("--requests", "1", "--stream", "yes"),
            List.of("--requests", "1", "--shards", "0"),
            List.of("--requests", "1", "--cheaper"));
    for (List<String> options : wrong) {
      Waymark run = Waymark.run(arguments(options));
      assertThat(run.exit()).as(options.toString()).isEqualTo(2);
      assertThat(run.err().lines()).as(options.toString()).hasSize(1);
      assertThat(run.out()).isEmpty();
    }
  }

  private static JsonNode cost(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    Waymark run = Waymark.run(arguments(all));
    assertThat(run.exit()).as(run.err()).isZero();
    return run.json();
  }

  private static Object[] arguments(List<String> options) {
    List<Object> all = new ArrayList<>(List.of("cost"));
    all.addAll(options);
    return all.toArray();
  }

  private static double sum(JsonNode cost, String items) {
    return cost.path(items).valueStream().mapToDouble(item -> item.path("usd").asDouble()).sum();
  }
}
