package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import io.waymark.tenancy.installation.Bucket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/// Records of Kinesis, as the operator's producers put them.
@OnLocalStack
class StreamTest {
  private static final Duration KEPT_WITHIN = Duration.ofMinutes(2);

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
        purchase("first", "item_1", "k-1"),
        record("anything", poison),
        purchase("last", "item_2", "k-2"));
    tenant.awaitBought("first", "item_1");
    tenant.awaitBought("last", "item_2");
    assertThat(letterWith("platform", poison).path("reasons").path(0).path("message").asText())
        .contains("JSON");
  }

  @Test
  void aRecordThatLacksAFieldIsKeptWithItsReasonAndPayload() {
    String payload = body(Map.of("tenant_id", tenant.id(), "user_id", "lacking"));
    put(record(tenant.id() + "#lacking", payload));
    assertThat(letterWith(tenant.id(), payload).path("reasons").path(0).path("field").asText())
        .isEqualTo("item_id");
  }

  @Test
  void aRecordUnderAnotherUsersPartitionKeyIsPoison() {
    String payload = body(Map.of("tenant_id", tenant.id(), "user_id", "mine", "item_id", "item_9"));
    put(record(tenant.id() + "#other", payload));
    assertThat(letterWith(tenant.id(), payload).path("reasons").path(0).path("field").asText())
        .isEqualTo("partition_key");
    assertThat(tenant.bought("mine", "item_9")).isFalse();
  }

  @Test
  void aRecordForATenantThatIsNoneIsPoison() {
    String payload = body(Map.of("tenant_id", "No Tenant!", "user_id", "u", "item_id", "i"));
    put(record("No Tenant!#u", payload));
    assertThat(letterWith("platform", payload).path("reasons").path(0).path("field").asText())
        .isEqualTo("tenant_id");
  }

  @Test
  void theSameEventTwiceInTheStreamIsTakenOnce() {
    put(purchase("double", "item_11", "k-5"), purchase("double", "item_11", "k-5"));
    tenant.awaitBought("double", "item_11");
    assertThat(tenant.send("double", "item_11", "k-5")).isEqualTo("duplicate");
  }

  @Test
  void anEventThatCameByHttpFirstIsKnownWhenTheStreamBringsIt() {
    assertThat(tenant.send("both", "item_12", "k-6")).isEqualTo("accepted");
    put(purchase("both", "item_12", "k-6"), purchase("both", "item_13", "k-7"));
    tenant.awaitBought("both", "item_13");
    assertThat(tenant.send("both", "item_12", "k-6")).isEqualTo("duplicate");
  }

  @Test
  void aUsersEventsOutOfOrderInTimeAreAllTaken() {
    put(
        event("mixed", "item_21", "k-9", "2026-03-01T12:00:00Z"),
        event("mixed", "item_22", "k-8", "2026-02-01T12:00:00Z"),
        event("mixed", "item_23", "k-10", "2026-01-01T12:00:00Z"));
    for (String item : List.of("item_21", "item_22", "item_23")) {
      tenant.awaitBought("mixed", item);
    }
  }

  @Test
  void hundredsOfRecordsArriveWithoutOneMissing() {
    List<PutRecordsRequestEntry> records = new ArrayList<>();
    for (int at = 0; at < 300; at++) {
      records.add(purchase("many-" + at % 20, "item_" + at / 20, "many-" + at));
    }
    put(records.toArray(PutRecordsRequestEntry[]::new));
    for (int user = 0; user < 20; user++) {
      awaitBoughtAll("many-" + user, 15);
    }
  }

  /// Waits until a list of everything without purchases lacks as many as the user bought.
  private void awaitBoughtAll(String user, int items) {
    Await.until(
        user + " bought " + items,
        KEPT_WITHIN,
        () -> tenant.notBought(user).size(),
        left -> left == Shop.ITEMS - items);
  }

  /// The letter that holds `payload`.
  private JsonNode letterWith(String owner, String payload) {
    String base64 = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    return Await.until(
        "a dead letter with the payload",
        KEPT_WITHIN,
        () ->
            stacks.keys(Bucket.DATA, "dead-letters/" + owner + "/").stream()
                .map(key -> stacks.object(Bucket.DATA, key))
                .filter(letter -> letter.path("payload").asText().equals(base64))
                .findFirst()
                .orElse(Api.parse("{}")),
        letter -> !letter.isEmpty());
  }

  private PutRecordsRequestEntry purchase(String user, String item, String event) {
    return event(user, item, event, Instant.now().toString());
  }

  private PutRecordsRequestEntry event(String user, String item, String event, String at) {
    return record(
        tenant.id() + "#" + user,
        body(
            Map.of(
                "tenant_id", tenant.id(),
                "user_id", user,
                "item_id", item,
                "interaction_type", "purchase",
                "event_id", event,
                "timestamp", at)));
  }

  private static String body(Map<String, String> fields) {
    return Api.text(new TreeMap<>(fields));
  }

  private static PutRecordsRequestEntry record(String key, String payload) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(payload))
        .build();
  }

  private void put(PutRecordsRequestEntry... records) {
    PutRecordsResponse answer =
        stacks
            .clients()
            .kinesis()
            .putRecords(
                put ->
                    put.streamName(Deployment.INSTALLATION.streamName())
                        .records(Arrays.asList(records)));
    assertThat(answer.failedRecordCount()).isZero();
  }
}
