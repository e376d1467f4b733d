package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// API keys, which `auth` makes and the other functions check.
@OnLocalStack
class ApiKeysTest {
  /// What is promised; of an expiry that is still to come, more than is left.
  private static final Duration REFUSED_WITHIN = Duration.ofMinutes(1);

  private static final Map<String, Object> QUESTION = Map.of("user_id", "u", "count", 1);

  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "keys");
  }

  @Test
  void aKeyWorksInEitherHeader() {
    String key = tenant.key("recommend:read").path("key").asText();
    assertThat(key).startsWith("wm_local_");
    stacks.api().withKey(key).post("/api/v1/recommend", QUESTION).expecting(200);
    stacks.api().bearing(key).post("/api/v1/recommend", QUESTION).expecting(200);
  }

  @Test
  void aKeyMayDoWhatItsScopesSayAndNoMore() {
    Api key = tenant.withKey("recommend:read");
    key.post("/api/v1/recommend", QUESTION).expecting(200);
    key.post("/api/v1/data/ingest", Map.of("user_id", "u", "item_id", "i")).expecting(403);
    key.post("/api/v1/models/train").expecting(403);
    key.get("/api/v1/models").expecting(403);
    key.get("/api/v1/api-keys").expecting(403);
  }

  @Test
  void aRevokedKeyIsRefusedByRunningInstances(TestReporter reporter) {
    JsonNode made = tenant.key("recommend:read");
    Api key = stacks.api().withKey(made.path("key").asText());
    key.post("/api/v1/recommend", QUESTION).expecting(200);
    assertThat(
            tenant
                .admin()
                .delete("/api/v1/api-keys/" + made.path("api_key").path("id").asText())
                .status())
        .isBetween(200, 299);
    Instant revoked = Instant.now();
    awaitRefused(key);
    reporter.publishEntry(
        "refused after", Duration.between(revoked, Instant.now()).toMillis() + " ms");
  }

  @Test
  void anExpiredKeyIsRefused() {
    Api key;
    Instant expiry;
    Api.Answer answer;
    Duration life = Duration.ofSeconds(10);
    do { // A machine may take longer than that to make a key and to look at it.
      life = life.multipliedBy(2);
      expiry = Instant.now().plus(life);
      key = keyUntil(expiry);
      answer = key.post("/api/v1/recommend", QUESTION);
    } while (answer.status() == 401 && expiry.isBefore(Instant.now()));
    answer.expecting(200);
    awaitRefused(key);
  }

  private Api keyUntil(Instant expiry) {
    JsonNode made =
        tenant
            .admin()
            .post(
                "/api/v1/api-keys",
                Map.of(
                    "name", "short",
                    "scopes", List.of("recommend:read"),
                    "expires_at", expiry.toString()))
            .expecting(201);
    return stacks.api().withKey(made.path("key").asText());
  }

  @Test
  void aKeyWithAWrongLetterIsRefused() {
    String key = tenant.key("recommend:read").path("key").asText();
    char last = key.charAt(key.length() - 1);
    String wrong = key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a');
    stacks.api().withKey(wrong).post("/api/v1/recommend", QUESTION).expecting(401);
  }

  @Test
  void anotherTenantsKeyIsNotThere() {
    String id = tenant.key("recommend:read").path("api_key").path("id").asText();
    Tenant other = Tenant.create(stacks, "stranger");
    other.admin().get("/api/v1/api-keys/" + id).expecting(404);
    other.admin().delete("/api/v1/api-keys/" + id).expecting(404);
    tenant.admin().get("/api/v1/api-keys/" + id).expecting(200);
  }

  private static void awaitRefused(Api key) {
    Await.until(
        "the key is refused",
        REFUSED_WITHIN,
        () -> key.post("/api/v1/recommend", QUESTION).status(),
        status -> status == 401);
  }
}
