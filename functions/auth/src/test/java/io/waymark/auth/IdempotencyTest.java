package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// `Idempotency-Key`, over HTTP and on the real table.
class IdempotencyTest {
  private static final String KEYS = "/api/v1/api-keys";
  private static final String BODY = "{\"name\": \"shop\", \"scopes\": [\"recommend:read\"]}";

  private final String tenant = Api.fresh("repeat");
  private final Api admin = Api.adminOf(tenant);
  private final String key = UUID.randomUUID().toString();

  /// A22
  @Test
  void aRepeatedRequestGetsTheFirstAnswerAndMakesNothingMore() {
    Api.Answer first = create(admin, key, BODY);
    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    Api.Answer again = create(admin, key, "{\"scopes\":[\"recommend:read\"],\"name\":\"shop\"}");
    assertThat(again.status()).as(again.toString()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(admin.get(KEYS).json().path("api_keys")).hasSize(1);
    assertThat(Api.open().with(again.text("key")).get("/api/v1/auth/me").status()).isEqualTo(200);
  }

  /// A22
  @Test
  void anotherBodyUnderTheSameKeyIsRefused() {
    create(admin, key, BODY);
    Api.Answer other = create(admin, key, BODY.replace("shop", "blog"));
    assertThat(other.status()).as(other.toString()).isEqualTo(422);
    assertThat(other.field()).isEqualTo("Idempotency-Key");
    assertThat(admin.get(KEYS).json().path("api_keys")).hasSize(1);
  }

  /// A22
  @Test
  void aKeyBelongsToItsCallerAndItsRoute() {
    create(admin, key, BODY);
    Api same = Api.open().loggedIn("admin@" + tenant + ".test", Api.PASSWORD);
    assertThat(create(same, key, BODY).status()).isEqualTo(201);
    assertThat(admin.get(KEYS).json().path("api_keys")).as("another session").hasSize(1);
    create(Api.adminOf(Api.fresh("stranger")), key, BODY);
    Api.Answer limit =
        admin.call(
            "POST",
            "/api/v1/rate-limits",
            "{\"limit_type\": \"train\", \"max_requests\": 1, \"window_seconds\": 1}",
            Map.of("Idempotency-Key", key));
    assertThat(limit.status()).as(limit.toString()).isEqualTo(201);
  }

  /// A22
  @Test
  void whatWasRefusedIsAskedAnew() {
    String path = "/api/v1/members";
    String body =
        "{\"email\": \"new@%s.test\", \"password\": \"%s\", \"role\": \"viewer\"}"
            .formatted(tenant, Api.PASSWORD);
    String id = admin.post(path, body).text("id");
    Map<String, String> header = Map.of("Idempotency-Key", key);
    assertThat(admin.call("POST", path, body, header).status()).isEqualTo(409);
    admin.delete(path + "/" + id);
    Api.Answer made = admin.call("POST", path, body, header);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(admin.call("POST", path, body, header).json()).isEqualTo(made.json());
  }

  /// A22
  @Test
  void anAnswerIsKeptForADay() {
    create(admin, key, BODY);
    AuthUnderTest.shared().clock().pass(Duration.ofHours(24));
    Api later = Api.open().loggedIn("admin@" + tenant + ".test", Api.PASSWORD);
    assertThat(create(later, key, BODY).status()).isEqualTo(201);
    assertThat(later.get(KEYS).json().path("api_keys")).hasSize(2);
  }

  /// A18
  @Test
  void aKeyThatIsNoneIsNamed() {
    assertThat(create(admin, "x".repeat(256), BODY).field()).isEqualTo("Idempotency-Key");
    assertThat(admin.get(KEYS).json().path("api_keys")).isEmpty();
  }

  /// A8
  @Test
  void theTableHoldsNeitherSecretNorKeyNorPassword() {
    String secret = create(admin, key, BODY).text("key");
    String table =
        LocalAws.shared()
            .dynamoDb()
            .scan(request -> request.tableName(LocalAws.INSTALLATION.name(Table.IDEMPOTENCY)))
            .items()
            .toString();
    assertThat(table).contains(tenant + "#").doesNotContain(secret, key, "recommend:read");
  }

  private static Api.Answer create(Api caller, String idempotencyKey, String body) {
    return caller.call("POST", KEYS, body, Map.of("Idempotency-Key", idempotencyKey));
  }
}
