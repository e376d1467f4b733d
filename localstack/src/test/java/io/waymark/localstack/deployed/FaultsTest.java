package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import io.waymark.localstack.Suite;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Isolated;

/// Functions that end before their work does, and stacks that change meanwhile.
@OnLocalStack
@Isolated("every tenant's requests would meet what is done to the functions here")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
// Other classes would have to start every function anew, which takes time and proves nothing.
@Order(Integer.MAX_VALUE - 1)
class FaultsTest {
  private static final int KILLED = 1;
  private static final int NIGHT_ENDED = 2;
  private static final int REDEPLOYED = 3;
  private static final int UPLOAD_ENDED = 4;

  private static final int ROWS = 6_000;
  private static final int USERS = 120;

  private Stacks stacks;
  private Tenant tenant;
  private Optional<Interrupted> interrupted = Optional.empty();
  private PipelineRun night;

  /// The upload whose function dies goes on as soon as its lease has run out, and a night's run
  /// takes a while. The other cases need not wait for that. The order saves time, and lets the
  /// night end before its functions are replaced.
  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "faults");
    tenant.upload("items", "csv", Shop.itemsCsv());
    if (stacks.kills()) {
      interrupted = Optional.of(uploadWhoseFunctionDies());
    }
    night = PipelineRun.start(stacks, Map.of());
  }

  @Test
  @Order(NIGHT_ENDED)
  void aNightsRunOfEveryTenantEndsWellThoughAFunctionIsStartedAnew() {
    assertThat(night.awaitEnd()).isEqualTo("SUCCEEDED");
  }

  @Test
  @Tag(Suite.KILLS)
  @Order(UPLOAD_ENDED)
  void anUploadWhoseFunctionDiedIsTakenWholeAndOnce() {
    Interrupted one = interrupted.orElseThrow(Stacks::cannotKill);
    JsonNode upload =
        Await.until(
            "the upload ends",
            () -> tenant.upload(one.upload()),
            now -> now.path("state").asText().equals("done"));
    assertThat(upload.path("read").asInt()).as(upload.toString()).isEqualTo(ROWS);
    assertThat(upload.path("accepted").asInt()).as(upload.toString()).isEqualTo(ROWS);
    assertThat(tenant.bought("row-user-0", "item_0")).isTrue();
    assertThat(tenant.send("row-user-0", "item_0", one.events() + "0")).isEqualTo("duplicate");
  }

  @Test
  @Tag(Suite.KILLS)
  @Order(KILLED)
  void aFunctionThatIsStartedByARequestAnswersIt(TestReporter reporter) {
    tenant.recommend("anyone"); // of one that runs
    stacks.kill(Handler.RECOMMEND_API);
    Instant asked = Instant.now();
    assertThat(tenant.recommend("anyone").path("recommendations")).hasSize(5);
    reporter.publishEntry("cold", Duration.between(asked, Instant.now()).toMillis() + " ms");
  }

  /// While the upload waits.
  @Test
  @Order(REDEPLOYED)
  void aChangedStackKeepsEverythingOfItsTenants(Shop shop) {
    Tenant steady = shop.tenant();
    Api key = steady.withKey("recommend:read");
    assertThat(steady.send("steady", "item_1", "steady-1")).isEqualTo("accepted");
    JsonNode list = steady.recommend("user_3");
    int uploads = stacks.keys(Bucket.DATA, "uploads/" + steady.id()).size();

    stacks.change();

    JsonNode same =
        key.post("/api/v1/recommend", Map.of("user_id", "user_3", "count", 5)).expecting(200);
    assertThat(same.path("recommendations")).isEqualTo(list.path("recommendations"));
    assertThat(same.path("model")).isEqualTo(list.path("model"));
    assertThat(steady.bought("steady", "item_1")).isTrue();
    assertThat(steady.send("steady", "item_1", "steady-1")).isEqualTo("duplicate");
    stacks.put(List.of(steady.purchase("steady", "item_2", "steady-2")));
    steady.awaitBought("steady", "item_2");
    assertThat(stacks.keys(Bucket.DATA, "uploads/" + steady.id()))
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

  private Interrupted uploadWhoseFunctionDies() {
    for (int attempt = 0; attempt < 5; attempt++) { // It may have done its work before it dies.
      String events = "row-" + attempt + "-";
      byte[] file = rows(events).getBytes(StandardCharsets.UTF_8);
      JsonNode begun = tenant.beginUpload("interactions", "csv", file);
      Api.upload(begun, begun.path("url").asText(), file).expecting(200);
      String id = begun.path("upload_id").asText();
      Await.until(
          "the upload is under way",
          () -> tenant.upload(id).path("state").asText(),
          state -> !state.equals("waiting"));
      stacks.kill(Handler.INGEST_UPLOADS);
      if (!tenant.upload(id).path("state").asText().equals("done")) {
        return new Interrupted(id, events);
      }
    }
    throw new AssertionError("no function died before its work was done");
  }

  /// @param events what the ids of its events begin with
  private record Interrupted(String upload, String events) {}

  private static String rows(String events) {
    StringBuilder csv = new StringBuilder("user_id,item_id,interaction_type,event_id\n");
    for (int row = 0; row < ROWS; row++) {
      csv.append(
          String.format(
              Locale.ROOT,
              "row-user-%d,item_%d,purchase,%s%d%n",
              row % USERS,
              row / USERS,
              events,
              row));
    }
    return csv.toString();
  }
}
