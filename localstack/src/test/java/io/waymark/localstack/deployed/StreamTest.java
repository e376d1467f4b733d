package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Records of Kinesis, as the operator's producers put them.
@OnLocalStack
@ResourceLock(Stacks.STREAM)
class StreamTest {

  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "stream");
    tenant.upload("items", "csv", Shop.itemsCsv());
  }

  @Test
  void aPoisonedBatchLosesNoHealthyRecord() {
    String poison = "{\"user_id\": \"half a record";
    put(
        tenant.purchase("first", "item_1", "k-1"),
        new StreamRecord("anything", poison),
        tenant.purchase("last", "item_2", "k-2"));
    tenant.awaitBought("first", "item_1");
    tenant.awaitBought("last", "item_2");
    assertThat(letterWith("platform", poison).path("reasons").path(0).path("message").asText())
        .contains("JSON");
  }

  @Test
  void aRecordThatLacksAFieldIsKeptWithItsReasonAndPayload() {
    String payload = body(Map.of("tenant_id", tenant.id(), "user_id", "lacking"));
    put(new StreamRecord(tenant.id() + "#lacking", payload));
    assertThat(letterWith(tenant.id(), payload).path("reasons").path(0).path("field").asText())
        .isEqualTo("item_id");
  }

  @Test
  void aRecordUnderAnotherUsersPartitionKeyIsPoison() {
    String payload = body(Map.of("tenant_id", tenant.id(), "user_id", "mine", "item_id", "item_9"));
    put(new StreamRecord(tenant.id() + "#other", payload));
    assertThat(letterWith(tenant.id(), payload).path("reasons").path(0).path("field").asText())
        .isEqualTo("partition_key");
    assertThat(tenant.bought("mine", "item_9")).isFalse();
  }

  @Test
  void aRecordForATenantThatIsNoneIsPoison() {
    String payload = body(Map.of("tenant_id", "No Tenant!", "user_id", "u", "item_id", "i"));
    put(new StreamRecord("No Tenant!#u", payload));
    assertThat(letterWith("platform", payload).path("reasons").path(0).path("field").asText())
        .isEqualTo("tenant_id");
  }

  @Test
  void theSameEventTwiceInTheStreamIsTakenOnce() {
    put(tenant.purchase("double", "item_11", "k-5"), tenant.purchase("double", "item_11", "k-5"));
    tenant.awaitBought("double", "item_11");
    assertThat(tenant.send("double", "item_11", "k-5")).isEqualTo("duplicate");
  }

  @Test
  void anEventThatCameByHttpFirstIsKnownWhenTheStreamBringsIt() {
    assertThat(tenant.send("both", "item_12", "k-6")).isEqualTo("accepted");
    put(tenant.purchase("both", "item_12", "k-6"), tenant.purchase("both", "item_13", "k-7"));
    tenant.awaitBought("both", "item_13");
    assertThat(tenant.send("both", "item_12", "k-6")).isEqualTo("duplicate");
  }

  @Test
  void aUsersEventsOutOfOrderInTimeAreAllTaken() {
    put(
        tenant.purchaseAt("mixed", "item_21", "k-9", "2026-03-01T12:00:00Z"),
        tenant.purchaseAt("mixed", "item_22", "k-8", "2026-02-01T12:00:00Z"),
        tenant.purchaseAt("mixed", "item_23", "k-10", "2026-01-01T12:00:00Z"));
    for (String item : List.of("item_21", "item_22", "item_23")) {
      tenant.awaitBought("mixed", item);
    }
  }

  @Test
  void hundredsOfRecordsArriveWithoutOneMissing() {
    List<StreamRecord> records = new ArrayList<>();
    for (int at = 0; at < 300; at++) {
      records.add(tenant.purchase("many-" + at % 20, "item_" + at / 20, "many-" + at));
    }
    put(records.toArray(StreamRecord[]::new));
    for (int user = 0; user < 20; user++) {
      awaitBoughtAll("many-" + user, 15);
    }
  }

  /// Waits until a list of everything without purchases lacks as many as the user bought.
  private void awaitBoughtAll(String user, int items) {
    Await.until(
        user + " bought " + items,
        () -> tenant.notBought(user).size(),
        left -> left == Shop.ITEMS - items);
  }

  /// The letter that holds `payload`.
  private JsonNode letterWith(String owner, String payload) {
    String base64 = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    return Await.until(
        "a dead letter with the payload",
        () ->
            stacks.keys(Bucket.DATA, "dead-letters/" + owner + "/").stream()
                .map(key -> stacks.object(Bucket.DATA, key))
                .filter(letter -> letter.path("payload").asText().equals(base64))
                .findFirst()
                .orElse(Api.parse("{}")),
        letter -> !letter.isEmpty());
  }

  private static String body(Map<String, String> fields) {
    return Api.text(new TreeMap<>(fields));
  }

  private void put(StreamRecord... records) {
    stacks.put(List.of(records));
  }
}
