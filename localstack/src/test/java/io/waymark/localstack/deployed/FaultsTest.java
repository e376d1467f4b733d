package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Isolated;

/// Functions that end before their work does.
@OnLocalStack
@Isolated("every tenant's requests would meet what is done to the functions here")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(1);
  private static final Duration APPLIED_WITHIN = Duration.ofMinutes(3);
  private static final int ROWS = 6_000;
  private static final int USERS = 120;

  private Stacks stacks;
  private Tenant tenant;
  private String interrupted;

  /// The upload whose function dies goes on as soon as its lease has run out. The other cases need
  /// not wait for that; its own comes last, which saves time and nothing else.
  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "faults");
    tenant.upload("items", "csv", Shop.itemsCsv());
    interrupted = uploadWhoseFunctionDies();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void anUploadWhoseFunctionDiedIsTakenWholeAndOnce() {
    JsonNode upload =
        Await.until(
            "the upload ends",
            APPLIED_WITHIN,
            () -> tenant.upload(interrupted),
            now -> now.path("state").asText().equals("done"));
    assertThat(upload.path("read").asInt()).as(upload.toString()).isEqualTo(ROWS);
    assertThat(upload.path("accepted").asInt()).as(upload.toString()).isEqualTo(ROWS);
    assertThat(tenant.bought("row-user-0", "item_0")).isTrue();
    assertThat(tenant.send("row-user-0", "item_0", "row-0")).isEqualTo("duplicate");
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
                NOTICED_WITHIN,
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
  void aFunctionThatDiesInTheMiddleOfABatchLosesNothing() {
    double before = stacks.errors(Handler.INGEST_STREAM);
    int attempt = 0;
    do { // It may die between two batches, which is no fault at all.
      String user = "dying-" + attempt++;
      putPurchases(user);
      Await.until(
          "the first is applied",
          NOTICED_WITHIN,
          () -> tenant.bought(user, "item_0"),
          applied -> applied);
      stacks.kill(Handler.INGEST_STREAM);
      assertAllAppliedOnce(user);
    } while (attempt < 5 && stacks.errors(Handler.INGEST_STREAM) == before);
    assertThat(stacks.errors(Handler.INGEST_STREAM))
        .as("one died in the middle of a batch")
        .isGreaterThan(before);
  }

  @Test
  void aFunctionThatIsStartedByARequestAnswersIt(TestReporter reporter) {
    tenant.recommend("anyone"); // of one that runs
    stacks.kill(Handler.RECOMMEND_API);
    Instant asked = Instant.now();
    assertThat(tenant.recommend("anyone").path("recommendations")).hasSize(5);
    reporter.publishEntry("cold", Duration.between(asked, Instant.now()).toMillis() + " ms");
  }

  private String uploadWhoseFunctionDies() {
    byte[] file = rows().getBytes(StandardCharsets.UTF_8);
    JsonNode begun = tenant.beginUpload("interactions", "csv", file);
    Api.upload(begun, begun.path("url").asText(), file).expecting(200);
    String id = begun.path("upload_id").asText();
    Await.until(
        "the upload is under way",
        NOTICED_WITHIN,
        () -> tenant.upload(id).path("state").asText(),
        state -> !state.equals("waiting"));
    stacks.kill(Handler.INGEST_UPLOADS);
    assertThat(tenant.upload(id).path("state").asText())
        .as("the function died before its work was done")
        .isNotEqualTo("done");
    return id;
  }

  private static String rows() {
    StringBuilder csv = new StringBuilder("user_id,item_id,interaction_type,event_id\n");
    for (int row = 0; row < ROWS; row++) {
      csv.append(
          String.format(
              Locale.ROOT, "row-user-%d,item_%d,purchase,row-%d%n", row % USERS, row / USERS, row));
    }
    return csv.toString();
  }

  /// One of each item, by one user: all in one shard, in order.
  private void putPurchases(String user) {
    stacks.put(
        Shop.allItems().map(item -> tenant.purchase(user, item, user + "-" + item)).toList());
  }

  private void assertAllAppliedOnce(String user) {
    Await.until(
        user + " bought everything",
        APPLIED_WITHIN,
        () -> tenant.notBought(user),
        left -> left.isEmpty());
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
