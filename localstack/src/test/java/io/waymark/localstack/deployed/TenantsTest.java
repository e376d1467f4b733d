package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.TenantFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// What one tenant sees of another: nothing.
@OnLocalStack
class TenantsTest {
  private static final Duration STOPPED_WITHIN = Duration.ofMinutes(1);
  private static final Map<String, Object> QUESTION = Map.of("user_id", "u", "count", 1);

  private Shop shop;
  private Tenant stranger;

  @BeforeAll
  void prepare(Stacks stacks, Shop trained) {
    shop = trained;
    stranger = Tenant.create(stacks, "stranger");
  }

  @Test
  void anUploadOfAnotherTenantIsNotThere() {
    String upload = "/api/v1/data/uploads/" + shop.items().path("upload_id").asText();
    stranger.admin().get(upload).expecting(404);
    stranger.admin().get(upload + "/report").expecting(404);
    shop.tenant().admin().get(upload).expecting(200);
  }

  @Test
  void aJobOfAnotherTenantIsNotThere() {
    String job = "/api/v1/models/train/" + shop.job().path("job_id").asText();
    stranger.admin().get(job).expecting(404);
    shop.tenant().admin().get(job).expecting(200);
  }

  @Test
  void aModelOfAnotherTenantIsNotThere() {
    String version = "/api/v1/models/default/versions/" + shop.firstModel();
    stranger.admin().get(version).expecting(404);
    stranger.admin().post(version + "/activate").expecting(404);
    assertThat(stranger.admin().get("/api/v1/models").expecting(200).path("models")).isEmpty();
    shop.tenant().admin().get(version).expecting(200);
  }

  @Test
  void nobodyActsForAnotherTenantByNamingIt() {
    String tenant = shop.tenant().id();
    stranger
        .admin()
        .post("/api/v1/recommend", Map.of("user_id", "user_1", "tenant_id", tenant))
        .expecting(403);
    stranger
        .admin()
        .post(
            "/api/v1/data/ingest",
            Map.of("user_id", "user_1", "item_id", "item_1", "tenant_id", tenant))
        .expecting(403);
    stranger.admin().post("/api/v1/models/train", Map.of("tenant_id", tenant)).expecting(403);
  }

  @Test
  void theSameUserIdIsAnotherUserElsewhere() {
    assertThat(stranger.recommend("user_1").path("recommendations")).isEmpty();
    assertThat(shop.tenant().recommend("user_1").path("recommendations")).hasSize(5);
  }

  @Test
  void onlyTheOperatorMakesTenants() {
    stranger
        .admin()
        .post("/api/v1/tenants", Map.of("id", "mine-too", "name", "Mine too"))
        .expecting(403);
  }

  @Test
  void aViewerLooksAndChangesNothing(Stacks stacks) {
    String email = "viewer@" + stranger.id() + ".test";
    stranger
        .admin()
        .post(
            "/api/v1/members",
            Map.of("email", email, "password", Tenant.PASSWORD, "role", "viewer"))
        .expecting(201);
    Api viewer = stacks.api().bearing(Tenant.logIn(stacks, email).path("access_token").asText());
    viewer.get("/api/v1/models").expecting(200);
    viewer.post("/api/v1/models/train").expecting(403);
    viewer.post("/api/v1/api-keys", Map.of("name", "k", "scopes", List.of("admin"))).expecting(403);
  }

  @Test
  void aSuspendedTenantStopsEverywhere(Stacks stacks, TestReporter reporter) {
    Tenant tenant = Tenant.create(stacks, "suspended");
    Api key = tenant.withKey("recommend:read");
    key.post("/api/v1/recommend", QUESTION).expecting(200);
    Api admin = tenant.admin();
    admin.get("/api/v1/models").expecting(200);
    tenant.suspend();
    Instant suspended = Instant.now();
    awaitRefused("its key", () -> key.post("/api/v1/recommend", QUESTION).status());
    awaitRefused("its token", () -> admin.get("/api/v1/models").status());
    awaitRefused(
        "its events",
        () -> admin.post("/api/v1/data/ingest", Map.of("user_id", "u", "item_id", "i")).status());
    reporter.publishEntry(
        "refused after", Duration.between(suspended, Instant.now()).toMillis() + " ms");
    assertThat(
            stacks
                .api()
                .post(
                    "/api/v1/auth/login",
                    Map.of("email", tenant.email(), "password", Tenant.PASSWORD))
                .status())
        .isIn(401, 403);
  }

  @Test
  void aDeletedTenantIsGoneFromEveryStore(Stacks stacks) {
    Tenant tenant = Tenant.create(stacks, "deleted");
    tenant.upload("items", "csv", Shop.itemsCsv());
    assertThat(tenant.send("u", "item_1", "deleted-1")).isEqualTo("accepted");
    assertThat(objects(stacks, tenant)).as("of its uploads").isNotEmpty();
    tenant.suspend();
    Api operator = Tenant.operator(stacks);

    Api.Answer receipt =
        Await.until(
            "the tenant is deleted",
            () -> operator.delete("/api/v1/tenants/" + tenant.id()),
            answer -> answer.status() == 200);

    assertThat(receipt.json().path("complete").asBoolean()).isTrue();
    assertThat(
            receipt
                .json()
                .path("stores")
                .valueStream()
                .filter(store -> store.path("removed").asInt() > 0)
                .map(store -> store.path("store").asText()))
        .as(receipt.text())
        .contains("members", "histories", "catalogue", "bucket data/uploads");
    assertThat(objects(stacks, tenant)).isEmpty();
    operator.get("/api/v1/tenants/" + tenant.id()).problem(404);
  }

  private static List<String> objects(Stacks stacks, Tenant tenant) {
    return Arrays.stream(TenantFolder.values())
        .flatMap(
            folder ->
                stacks.keys(folder.bucket(), folder.whole(new TenantId(tenant.id()))).stream())
        .toList();
  }

  private static void awaitRefused(String what, Supplier<Integer> status) {
    Await.until(what + " is refused", STOPPED_WITHIN, status, now -> now == 401 || now == 403);
  }
}
