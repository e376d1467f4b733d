package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Events over HTTP.
@OnLocalStack
class EventsTest {
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks stacks) {
    tenant = Tenant.create(stacks, "events");
    tenant.upload("items", "csv", Shop.itemsCsv());
  }

  @Test
  void anAcceptedPurchaseIsKnownToTheNextAnswer() {
    assertThat(tenant.bought("buyer", "item_3")).isFalse();
    assertThat(tenant.send("buyer", "item_3", "order-1")).isEqualTo("accepted");
    assertThat(tenant.bought("buyer", "item_3")).isTrue();
  }

  @Test
  void theSameEventAgainIsADuplicate() {
    assertThat(tenant.send("again", "item_4", "order-2")).isEqualTo("accepted");
    assertThat(tenant.send("again", "item_4", "order-2")).isEqualTo("duplicate");
  }

  @Test
  void aRequestRepeatedUnderItsKeyIsADuplicateWithoutAnEventId() {
    Api shop = tenant.withKey("events:write").with("Idempotency-Key", "checkout-17");
    Map<String, String> event = Map.of("user_id", "key", "item_id", "item_5");
    assertThat(shop.post("/api/v1/data/ingest", event).expecting(202).path("accepted").asInt())
        .isEqualTo(1);
    assertThat(shop.post("/api/v1/data/ingest", event).expecting(202).path("duplicate").asInt())
        .isEqualTo(1);
  }

  @Test
  void aBadEventIsRefusedAlone() {
    JsonNode answer =
        tenant
            .admin()
            .post(
                "/api/v1/data/ingest",
                Map.of(
                    "events",
                    List.of(
                        Map.of("user_id", "one", "item_id", "item_1"),
                        Map.of("user_id", "two"),
                        Map.of("user_id", "three", "item_id", "item_1", "colour", "red"))))
            .expecting(202);
    assertThat(answer.path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.path("rejected").asInt()).isEqualTo(2);
    assertThat(answer.path("results").path(1).path("errors").path(0).path("field").asText())
        .isEqualTo("item_id");
    assertThat(answer.path("results").path(2).path("errors").path(0).path("field").asText())
        .isEqualTo("colour");
  }

  @Test
  void idsMayBeOfAnyScript() {
    assertThat(tenant.send("Zoë Müller/東京 #1", "item_6", "Ünïcode ✓")).isEqualTo("accepted");
    assertThat(tenant.bought("Zoë Müller/東京 #1", "item_6")).isTrue();
  }

  /// By API Gateway, whose own answers LocalStack does not shape into problems.
  @Test
  void aBodyThatIsNoJsonObjectIsRefusedBeforeAFunctionIsCalled() {
    for (String body : List.of("{\"user_id\": ", "[1]")) {
      Api.Answer answer = tenant.admin().post("/api/v1/data/ingest", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.text()).as(body).contains("Invalid request body");
    }
  }

  @Test
  void anUnknownFieldIsRefusedByName() {
    JsonNode problem =
        tenant
            .admin()
            .post("/api/v1/data/uploads", Map.of("kind", "items", "size_bytes", 1, "colour", "red"))
            .problem(400);
    assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("colour");
  }

  @Test
  void aBodyThatIsTooLargeIsAProblemWithWhatToDo() {
    Map<String, String> event =
        Map.of("user_id", "large", "item_id", "i", "event_id", "x".repeat(5 * 1024 * 1024));
    assertThat(
            tenant.admin().post("/api/v1/data/ingest", event).problem(413).path("detail").asText())
        .contains("5 MiB");
  }

  @Test
  void anItemChangedOverHttpIsOfferedAndWithdrawn() {
    Api admin = tenant.admin();
    assertThat(
            admin
                .put("/api/v1/items/fresh%20item", Map.of("name", "Fresh", "category", "new"))
                .status())
        .isBetween(200, 299);
    Await.until("the item is offered", () -> offered("fresh item"), offered -> offered);
    assertThat(admin.delete("/api/v1/items/fresh%20item").status()).isBetween(200, 299);
    Await.until("the item is gone", () -> offered("fresh item"), offered -> !offered);
  }

  private boolean offered(String item) {
    return tenant
        .admin()
        .post("/api/v1/recommend", Map.of("user_id", "anyone", "count", 100))
        .expecting(200)
        .path("recommendations")
        .valueStream()
        .anyMatch(slot -> slot.path("item_id").asText().equals(item));
  }
}
