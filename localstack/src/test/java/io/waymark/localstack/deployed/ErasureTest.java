package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A user who asks what is held, and to be forgotten.
@OnLocalStack
class ErasureTest {
  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "erasure");
    tenant.upload("items", "csv", Shop.itemsCsv());
  }

  @Test
  void anErasedUserIsForgottenAndStaysSo() {
    String user = "/api/v1/data/users/zo%C3%AB%20m%C3%BCller";
    assertThat(tenant.send("zoë müller", "item_1", "erased-1")).isEqualTo("accepted");
    assertThat(tenant.bought("zoë müller", "item_1")).isTrue();
    assertThat(export(tenant.admin(), user).text()).contains("item_1", "erased-1");
    JsonNode receipt = tenant.admin().delete(user).expecting(200);
    assertThat(receipt.path("complete").asBoolean()).as(receipt.toString()).isTrue();
    assertThat(removed(receipt, "histories")).isEqualTo(1);
    assertThat(removed(receipt, "seen")).isEqualTo(1);
    export(tenant.admin(), user).problem(404);
    assertThat(tenant.bought("zoë müller", "item_1")).isFalse();
    assertThat(tenant.send("zoë müller", "item_2", "erased-2")).isEqualTo("rejected");
    JsonNode upload =
        tenant.upload(
            "interactions",
            "csv",
            "user_id,item_id,interaction_type\nzoë müller,item_3,purchase\nother,item_3,purchase\n");
    assertThat(upload.path("accepted").asInt()).isEqualTo(1);
    assertThat(upload.path("rejected").asInt()).isEqualTo(1);
    assertThat(tenant.bought("zoë müller", "item_3")).isFalse();
    assertThat(removed(tenant.admin().delete(user).expecting(200), "histories")).isZero();
  }

  @Test
  void theSameIdOfAnotherTenantIsNotTouched() {
    Tenant other = Tenant.create(stacks, "spared");
    for (Tenant each : List.of(tenant, other)) {
      assertThat(each.send("namesake", "item_4", "namesake")).isEqualTo("accepted");
    }
    tenant.admin().delete("/api/v1/data/users/namesake").expecting(200);
    assertThat(export(other.admin(), "/api/v1/data/users/namesake").text()).contains("item_4");
    assertThat(other.send("namesake", "item_5", "namesake-2")).isEqualTo("accepted");
  }

  @Test
  void whoMayOnlyReadListsMayNotErase() {
    Api reader = tenant.withKey("recommend:read", "events:write");
    reader.delete("/api/v1/data/users/anyone").problem(403);
    export(reader, "/api/v1/data/users/anyone").problem(403);
    assertThat(
            reader
                .post("/api/v1/data/ingest", Map.of("user_id", "anyone", "item_id", "item_6"))
                .status())
        .isEqualTo(202);
  }

  /// What is held of a user. Where a caller accepts nothing by name, LocalStack says JSON for it.
  private static Api.Answer export(Api api, String user) {
    return api.with("Accept", "application/jsonl, application/problem+json").get(user + "/export");
  }

  private static int removed(JsonNode receipt, String store) {
    return receipt
        .path("stores")
        .valueStream()
        .filter(each -> each.path("store").asText().equals(store))
        .findFirst()
        .orElseThrow()
        .path("removed")
        .asInt();
  }
}
