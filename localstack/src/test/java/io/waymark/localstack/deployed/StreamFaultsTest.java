package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Suite;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The stream's function, where it ends before its batch does.
@OnLocalStack
@ResourceLock(Stacks.STREAM)
class StreamFaultsTest {
  /// Where Lambda keeps what it gave up.
  private static final String GIVEN_UP = "aws/lambda/";

  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "stream-faults");
    tenant.upload("items", "csv", Shop.itemsCsv());
  }

  @Test
  void aBatchThatTimesOutIsBroughtAgainWhole() {
    List<String> users = new ArrayList<>();
    stacks.withTimeout(
        Handler.INGEST_STREAM,
        Duration.ofSeconds(1),
        () -> {
          double before = stacks.errors(Handler.INGEST_STREAM);
          do { // The first batch of a new process is slow; another may be quick enough.
            String user = "slow-" + users.size();
            users.add(user);
            putPurchases(user);
            Await.until(
                "a batch times out, or is applied in time",
                () ->
                    stacks.errors(Handler.INGEST_STREAM) > before
                        || tenant.notBought(user).isEmpty(),
                either -> either);
          } while (users.size() < 5 && stacks.errors(Handler.INGEST_STREAM) == before);
          assertThat(stacks.errors(Handler.INGEST_STREAM))
              .as("a batch timed out")
              .isGreaterThan(before);
        });
    users.forEach(this::assertAllAppliedOnce);
  }

  @Test
  @Tag(Suite.KILLS)
  void aFunctionThatDiesInTheMiddleOfABatchLosesNothing() {
    double before = stacks.errors(Handler.INGEST_STREAM);
    int attempt = 0;
    do { // It may die between two batches, which is no fault at all.
      String user = "dying-" + attempt++;
      putPurchases(user);
      Await.until("the first is applied", () -> tenant.bought(user, "item_0"), applied -> applied);
      stacks.kill(Handler.INGEST_STREAM);
      assertAllAppliedOnce(user);
    } while (attempt < 20 && stacks.errors(Handler.INGEST_STREAM) == before);
    assertThat(stacks.errors(Handler.INGEST_STREAM))
        .as("one died in the middle of a batch")
        .isGreaterThan(before);
  }

  /// Poison cannot be kept while the bucket does not answer: the function says that it and what is
  /// behind it failed, and gets just that again, until Lambda gives it up and keeps it whole. Put
  /// back as an operator does, it is applied, and the poison becomes a letter.
  @Test
  void whatFailsOfABatchIsRepeatedGivenUpWithItsPayloadAndCanBePutBack() {
    String poison = "{\"user_id\": \"cut short by " + tenant.id();
    List<String> before = stacks.keys(Bucket.DATA, GIVEN_UP);
    List<JsonNode> kept = new ArrayList<>();
    stacks.withVariable(
        Handler.INGEST_STREAM,
        "WAYMARK_ENDPOINTS_S3",
        "http://127.0.0.1:1",
        () -> {
          stacks.put(
              List.of(
                  tenant.purchase("partly", "item_1", "partly-1"),
                  new StreamRecord(tenant.id() + "#partly", poison),
                  tenant.purchase("partly", "item_2", "partly-2")));
          kept.add(
              Await.until(
                  "what failed is kept",
                  () ->
                      stacks.keys(Bucket.DATA, GIVEN_UP).stream()
                          .filter(key -> !before.contains(key))
                          .map(key -> stacks.object(Bucket.DATA, key))
                          .filter(batch -> payloads(batch).contains(poison))
                          .findFirst()
                          .orElse(Api.parse("{}")),
                  batch -> !batch.isEmpty()));
        });
    JsonNode batch = kept.getFirst();
    assertThat(payloads(batch)).as("from the first that failed").first().isEqualTo(poison);
    assertThat(batch.path("requestContext").path("approximateInvokeCount").asInt())
        .as(batch.path("requestContext").toString())
        .isGreaterThan(1);
    assertThat(tenant.bought("partly", "item_1")).as("before it").isTrue();

    JsonNode answer = stacks.invoke(Handler.INGEST_STREAM, event(batch));

    assertThat(answer.path("batchItemFailures")).isEmpty();
    tenant.awaitBought("partly", "item_2");
    assertThat(
            stacks.keys(Bucket.DATA, "dead-letters/platform/").stream()
                .map(key -> stacks.object(Bucket.DATA, key).path("payload").asText()))
        .contains(base64(poison));
  }

  /// What the function was called with, for a batch that was given up: AWS keeps it as text,
  /// LocalStack as it is.
  private static JsonNode event(JsonNode batch) {
    JsonNode payload = batch.path("payload");
    return payload.isTextual() ? Api.parse(payload.asText()) : payload;
  }

  private static List<String> payloads(JsonNode batch) {
    return event(batch)
        .path("Records")
        .valueStream()
        .map(record -> record.at("/kinesis/data").asText())
        .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
        .toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// One of each item, by one user: all in one shard, in order.
  private void putPurchases(String user) {
    stacks.put(
        Shop.allItems().map(item -> tenant.purchase(user, item, user + "-" + item)).toList());
  }

  private void assertAllAppliedOnce(String user) {
    Await.until(user + " bought everything", () -> tenant.notBought(user), left -> left.isEmpty());
    assertThat(
            tenant
                .admin()
                .with("Accept", "application/jsonl")
                .get("/api/v1/data/users/" + user + "/export")
                .text()
                .lines()
                .filter(row -> Api.parse(row).path("store").asText().equals("histories")))
        .hasSize(Shop.ITEMS);
    List<String> letters = stacks.keys(Bucket.DATA, "dead-letters/" + tenant.id() + "/");
    assertThat(letters).isEmpty();
  }
}
