package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// From files to a model that answers.
@OnLocalStack
class TrainingTest {
  private Stacks stacks;
  private Shop shop;

  @BeforeAll
  void prepare(Stacks deployed, Shop trained) {
    stacks = deployed;
    shop = trained;
  }

  @Test
  void bothUploadsWereTakenWhole() {
    assertThat(shop.items().path("accepted").asInt()).isEqualTo(Shop.ITEMS);
    assertThat(shop.interactions().path("accepted").asInt()).isEqualTo(Shop.USERS * Shop.EVENTS);
    assertThat(
            shop.tenant()
                .report(shop.interactions().path("upload_id").asText())
                .path("decision")
                .asText())
        .isEqualTo("approved");
  }

  @Test
  void theModelBeatsPopularityAndIsActive() {
    assertThat(shop.job().path("state").asText()).as(shop.job().toString()).isEqualTo("done");
    assertThat(shop.job().path("metrics").path("ndcg@20").asDouble())
        .as(shop.job().toString())
        .isGreaterThan(shop.job().path("baseline").path("ndcg@20").asDouble());
    JsonNode version =
        shop.tenant()
            .admin()
            .get("/api/v1/models/default/versions/" + shop.firstModel())
            .expecting(200);
    assertThat(version.path("algorithm").asText()).isEqualTo("ials");
  }

  @Test
  void eachUserIsOfferedTheirOwnDepartmentByTokenAndByKey() {
    String body = Api.text(Map.of("user_id", "user_3", "count", 5, "fields", Set.of("category")));
    JsonNode byToken = shop.tenant().admin().post("/api/v1/recommend", body).expecting(200);
    JsonNode byKey =
        shop.tenant().withKey("recommend:read").post("/api/v1/recommend", body).expecting(200);
    assertThat(items(byToken)).isEqualTo(items(byKey)).hasSize(5);
    assertThat(
            byToken
                .path("recommendations")
                .valueStream()
                .filter(
                    slot ->
                        slot.path("fields")
                            .path("category")
                            .asText()
                            .equals("department_" + Shop.department(3)))
                .count())
        // By chance it were one.
        .isGreaterThanOrEqualTo(3);
    assertThat(byToken.path("recommendations").path(0).path("source").asText()).isEqualTo("model");
    assertThat(byToken.path("recommendations").path(0).path("reason").asText()).isNotEmpty();
  }

  @Test
  void aSecondModelAnswersEverywhereOnceActiveAndTheFirstAgainAfterRollback() {
    Tenant tenant = Tenant.create(stacks, "versions");
    tenant.upload("items", "csv", Shop.itemsCsv());
    tenant.upload("interactions", "csv", Shop.interactionsCsv(11));
    String first = tenant.train().path("model_version").asText();
    awaitAnswering(tenant, first);
    String second = tenant.train().path("model_version").asText();
    assertThat(second).isNotEmpty().isNotEqualTo(first);
    awaitAnswering(tenant, second);
    tenant.admin().post("/api/v1/models/default/rollback").expecting(200);
    awaitAnswering(tenant, first);
    tenant.admin().post("/api/v1/models/default/versions/" + second + "/activate").expecting(200);
    awaitAnswering(tenant, second);
    tenant
        .admin()
        .post("/api/v1/models/default/versions/20200101T000000Z-abcdef/activate")
        .expecting(404);
  }

  @Test
  void aTenantWithoutDataIsToldWhyItsTrainingFailed() {
    JsonNode job = Tenant.create(stacks, "empty").train();
    assertThat(job.path("state").asText()).isIn("failed", "refused");
    assertThat(job.path("error").asText()).isNotEmpty();
  }

  @Test
  void aSecondTrainingOfAModelIsRefusedWhileOneRuns() {
    Tenant tenant = Tenant.create(stacks, "busy");
    tenant.upload("interactions", "csv", Shop.interactionsCsv(13));
    String job = started(tenant.admin().post("/api/v1/models/train"));
    Api.Answer second = tenant.admin().post("/api/v1/models/train");
    while (second.status() == 202 && tenant.job(job).path("state").asText().equals("done")) {
      job = started(second); // the first had ended before
      second = tenant.admin().post("/api/v1/models/train");
    }
    assertThat(second.expecting(409).path("detail").asText()).contains(job);
    assertThat(tenant.trained(job).path("state").asText()).isEqualTo("done");
  }

  @Test
  void anUnknownAlgorithmIsRefusedNamingTheField() {
    JsonNode problem =
        shop.tenant()
            .admin()
            .post("/api/v1/models/train", Map.of("algorithm", "magic"))
            .expecting(400);
    assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("algorithm");
  }

  private static String started(Api.Answer job) {
    return job.expecting(202).path("job_id").asText();
  }

  private static void awaitAnswering(Tenant tenant, String version) {
    Await.until(
        "version " + version + " answers",
        () -> tenant.recommend("user_3").path("model").path("version").asText(),
        answering -> answering.equals(version));
  }

  private static Set<String> items(JsonNode answer) {
    return answer
        .path("recommendations")
        .valueStream()
        .map(slot -> slot.path("item_id").asText())
        .collect(Collectors.toSet());
  }
}
