package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Members and their tokens.
@OnLocalStack
class SessionTest {
  /// As long as an instance may go by what it knows of a session.
  private static final Duration ENDED_WITHIN = Duration.ofMinutes(1);

  /// As long as an answer that was lost may be asked for again.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private Stacks stacks;
  private Tenant tenant;

  @BeforeAll
  void prepare(Stacks deployed) {
    stacks = deployed;
    tenant = Tenant.create(stacks, "session");
  }

  @Test
  void aMemberLogsInAndIsKnown() {
    JsonNode me = tenant.admin().get("/api/v1/auth/me").expecting(200);
    assertThat(me.path("email").asText()).isEqualTo(tenant.email());
    assertThat(me.path("tenant_id").asText()).isEqualTo(tenant.id());
    assertThat(me.path("role").asText()).isEqualTo("admin");
  }

  @Test
  void aWrongPasswordIsAProblemWithARequestId() {
    Api.Answer answer =
        stacks
            .api()
            .post("/api/v1/auth/login", Map.of("email", tenant.email(), "password", "wrong one"));
    JsonNode problem = answer.expecting(401);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(problem.path("request_id").asText())
        .isNotEmpty()
        .isEqualTo(answer.headers().firstValue("X-Request-Id").orElse(""));
  }

  @Test
  void withoutACredentialNothingIsTold() {
    stacks.api().get("/api/v1/models").expecting(401);
    stacks.api().post("/api/v1/recommend", Map.of("user_id", "u")).expecting(401);
    stacks.api().get("/api/v1/data/uploads").expecting(401);
    stacks.api().post("/api/v1/models/train").expecting(401);
  }

  @Test
  void aTokenWhoseTenantWasChangedIsRefusedByEveryFunction() {
    String[] parts =
        Tenant.logIn(stacks, tenant.email()).path("access_token").asText().split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                claims.replace(tenant.id(), "platform").getBytes(StandardCharsets.UTF_8));
    Api forger = stacks.api().bearing(parts[0] + "." + forged + "." + parts[2]);
    forger.get("/api/v1/auth/me").expecting(401);
    forger.get("/api/v1/models").expecting(401);
    forger.get("/api/v1/data/uploads").expecting(401);
    forger.get("/api/v1/models/train").expecting(401);
  }

  @Test
  void theServedKeysHoldTheOneThatSignedTheToken() {
    String token = Tenant.logIn(stacks, tenant.email()).path("access_token").asText();
    JsonNode header =
        Api.parse(
            new String(
                Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8));
    assertThat(
            stacks
                .api()
                .get("/.well-known/jwks.json")
                .expecting(200)
                .path("keys")
                .valueStream()
                .map(key -> key.path("kid").asText()))
        .contains(header.path("kid").asText());
  }

  @Test
  void aRefreshTokenHasOneSuccessorAndItsLaterReuseEndsTheSession() {
    JsonNode first;
    JsonNode second;
    Api.Answer again;
    Instant begun;
    do { // The second time may be too late where each takes a machine long.
      first = Tenant.logIn(stacks, tenant.email());
      begun = Instant.now();
      second = refresh(first).expecting(200);
      again = refresh(first);
    } while (again.status() == 401 && begun.plus(GRACE).isBefore(Instant.now()));
    assertThat(again.expecting(200).path("refresh_token"))
        .as("sent twice, for a lost answer")
        .isEqualTo(second.path("refresh_token"));
    JsonNode reused = first;
    Await.until(
        "its reuse is taken for theft",
        ENDED_WITHIN,
        () -> refresh(reused).status(),
        status -> status == 401);
    refresh(second).expecting(401);
  }

  @Test
  void afterLogOutTheAccessTokenIsRefusedByOtherFunctionsToo() {
    Api member =
        stacks.api().bearing(Tenant.logIn(stacks, tenant.email()).path("access_token").asText());
    member.get("/api/v1/models").expecting(200);
    assertThat(member.post("/api/v1/auth/logout").status()).isBetween(200, 299);
    Await.until(
        "the session has ended everywhere",
        ENDED_WITHIN,
        () -> member.get("/api/v1/models").status(),
        status -> status == 401);
  }

  private Api.Answer refresh(JsonNode tokens) {
    return stacks
        .api()
        .post(
            "/api/v1/auth/refresh", Map.of("refresh_token", tokens.path("refresh_token").asText()));
  }
}
