package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.auth.invitations.InvitationStore;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A39 — How people become members with a password that nobody else knows, over HTTP.
class InvitationsTest {
  private static final String PATH = "/api/v1/invitations";
  private static final String ACCEPT = "/api/v1/auth/accept-invitation";
  private static final String MEMBERS = "/api/v1/members";
  private static final String NEVER = "wmi_pKcm0uQ4bYx1J8dEoZtVwS6nLrGfHa2iCqT9yX3MkBU";

  private final AuthUnderTest auth = AuthUnderTest.shared();
  private final String tenant = Api.fresh("inviting");
  private final Api admin = Api.adminOf(tenant);
  private final String email = "eve@" + tenant + ".test";

  @Test
  void whoHasTheLinkBecomesAMemberWithAPasswordOfItsOwn() {
    Api.Answer made = invite("Eve@" + tenant + ".test", "editor");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(made.json().at("/invitation/email").asText()).isEqualTo(email);
    assertThat(made.json().at("/invitation/role").asText()).isEqualTo("editor");
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(401);

    Api.Answer accepted = accept(made.text("token"), Api.PASSWORD);
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(201);
    assertThat(accepted.text("email")).isEqualTo(email);
    assertThat(accepted.text("tenant_id")).isEqualTo(tenant);
    assertThat(accepted.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "email", "tenant_id", "role");
    Api eve = Api.open().loggedIn(email, Api.PASSWORD);
    assertThat(eve.get("/api/v1/auth/me").text("role")).isEqualTo("editor");
    assertThat(admin.get(MEMBERS + "/" + accepted.text("id")).text("email")).isEqualTo(email);
    assertThat(open()).isEmpty();
  }

  @Test
  void theSecretIsShownOnceAndItsHashAloneIsKept() {
    Api.Answer made = invite(email, "viewer");
    String token = made.text("token");
    assertThat(token).matches("wmi_[A-Za-z0-9_-]{43}");
    String id = made.json().at("/invitation/id").asText();
    JsonNode read = admin.get(PATH + "/" + id).json();
    assertThat(read).isEqualTo(made.json().path("invitation"));
    assertThat(open()).containsExactly(read);
    assertThat(admin.get(PATH).raw().body() + admin.get("/api/v1/audit").raw().body())
        .doesNotContain(token)
        .doesNotContain("hash");
    String hash =
        auth.bean(InvitationStore.class)
            .find(new TenantId(tenant), UUID.fromString(id))
            .orElseThrow()
            .hash();
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(accept(hash, Api.PASSWORD).status()).isEqualTo(404);
  }

  @Test
  void usedRevokedReplacedAndExpiredOnesAreAnsweredAsOneThatNeverWas() {
    String used = invite(email, "viewer").text("token");
    assertThat(accept(used, Api.PASSWORD).status()).isEqualTo(201);
    String replaced = invite("b@" + tenant + ".test", "viewer").text("token");
    Api.Answer second = invite("b@" + tenant + ".test", "editor");
    Api.Answer third = invite("c@" + tenant + ".test", "viewer");
    String revoked = third.text("token");
    String id = third.json().at("/invitation/id").asText();
    assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(204);
    assertThat(admin.delete(PATH + "/" + id).status()).as("again").isEqualTo(404);
    assertThat(admin.get(PATH + "/" + id).status()).isEqualTo(404);

    String never = told(accept(NEVER, Api.PASSWORD));
    assertThat(never).startsWith("404");
    for (String token : List.of(used, replaced, revoked, "no token at all")) {
      assertThat(told(accept(token, Api.PASSWORD))).isEqualTo(never);
      assertThat(told(accept(token, "short"))).as("not even a password's rules").isEqualTo(never);
    }
    auth.clock().pass(Duration.ofDays(3));
    assertThat(told(accept(second.text("token"), Api.PASSWORD))).isEqualTo(never);
    Api later = Api.open().loggedIn("admin@" + tenant + ".test", Api.PASSWORD);
    assertThat(later.get(PATH).json().path("invitations")).isEmpty();
    assertThat(later.get(PATH + "/" + second.json().at("/invitation/id").asText()).status())
        .isEqualTo(404);
  }

  @Test
  void ofManyWhoAcceptAtOnceOneDoes() throws InterruptedException, ExecutionException {
    String token = invite(email, "viewer").text("token");
    List<Integer> answers = together(() -> accept(token, Api.PASSWORD).status());
    assertThat(answers).isSubsetOf(201, 404, 429);
    assertThat(answers.stream().filter(status -> status == 201)).hasSize(1);
    assertThat(admin.get(MEMBERS).json().path("members")).hasSize(2);
  }

  @Test
  void whoAcceptsAndWhoInvitesAnewDoNotWaitForEachOther()
      throws InterruptedException, ExecutionException {
    String token = invite(email, "viewer").text("token");
    AtomicInteger turn = new AtomicInteger();
    List<Integer> answers =
        together(
            () ->
                turn.getAndIncrement() % 2 == 0
                    ? accept(token, Api.PASSWORD).status()
                    : invite(email, "viewer").status());
    assertThat(answers).isSubsetOf(201, 404, 409, 429);
  }

  /// A29
  @Test
  void aPasswordThatWillNotDoCostsNoInvitation() {
    String token = invite(email, "viewer").text("token");
    for (String weak : List.of("short", "password-20261121", email + "1", tenant + "-2026-11-21")) {
      Api.Answer refused = accept(token, weak);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
      assertThat(refused.field()).isEqualTo("password");
    }
    assertThat(accept(token, Api.PASSWORD).status()).isEqualTo(201);
  }

  @Test
  void anEmailThatSomebodyHasByThenIsToldToWhomeverHasTheLink() {
    String token = invite(email, "viewer").text("token");
    admin.post(
        MEMBERS,
        "{\"email\": \"%s\", \"password\": \"%s\", \"role\": \"viewer\"}"
            .formatted(email, Api.PASSWORD));
    assertThat(accept(token, Api.PASSWORD).status()).isEqualTo(409);
    assertThat(open()).as("it stands").hasSize(1);
    assertThat(invite(email, "viewer").status()).isEqualTo(409);
  }

  /// A27: counted as log-ins are.
  @Test
  void whoeverTriesTooManyWaits() {
    Api attacker = Api.open().from("127.0.2.7");
    int free = 10;
    for (int each = 0; each < free; each++) {
      assertThat(attacker.post(ACCEPT, body(NEVER, Api.PASSWORD)).status()).isEqualTo(404);
    }
    Api.Answer refused = attacker.post(ACCEPT, body(NEVER, Api.PASSWORD));
    assertThat(refused.status()).as(refused.toString()).isEqualTo(429);
    assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("1");
  }

  /// A6, A7
  @Test
  void nobodyInvitesBeyondTheirOwnRightsOrToAnothersTenant() {
    assertThat(invite(email, "platform_admin").status()).isEqualTo(403);
    Api.Answer foreign =
        admin.post(
            PATH, "{\"email\": \"a@b.test\", \"role\": \"viewer\", \"tenant_id\": \"demo\"}");
    assertThat(foreign.status()).isEqualTo(403);
    String key =
        admin
            .post("/api/v1/api-keys", "{\"name\": \"robot\", \"scopes\": [\"admin\"]}")
            .text("key");
    assertThat(Api.open().with(key).post(PATH, wish(email, "viewer")).status()).isEqualTo(403);
    String id = invite(email, "viewer").json().at("/invitation/id").asText();
    Api stranger = Api.adminOf(Api.fresh("stranger"));
    assertThat(stranger.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(stranger.get(PATH).json().path("invitations")).isEmpty();
    assertThat(open()).hasSize(1);
  }

  /// A19
  @Test
  void aSuspendedTenantGetsNoMember() {
    String token = invite(email, "viewer").text("token");
    String path = "/api/v1/tenants/" + tenant;
    Api.operator().patch(path, "{\"status\": \"suspended\"}");
    assertThat(accept(token, Api.PASSWORD).status()).isEqualTo(403);
    Api.operator().patch(path, "{\"status\": \"active\"}");
    assertThat(accept(token, Api.PASSWORD).status()).isEqualTo(201);
  }

  @Test
  void anOperatorInvitesTheAdminOfATenantThatHasNone() {
    String fresh = Api.fresh("without");
    String path = "/api/v1/tenants/" + fresh + "/invitations";
    Api operator = Api.operator();
    String wish = "{\"email\": \"%s@" + fresh + ".test\"}";
    assertThat(operator.post(path, wish.formatted("a")).status()).as("no tenant").isEqualTo(404);
    operator.post("/api/v1/tenants", "{\"id\": \"%s\", \"name\": \"x\"}".formatted(fresh));
    String first = operator.post(path, wish.formatted("a")).text("token");
    Api.Answer second = operator.post(path, wish.formatted("b"));
    assertThat(second.status()).as(second.toString()).isEqualTo(201);
    assertThat(accept(first, Api.PASSWORD).status()).as("the newest alone").isEqualTo(404);
    assertThat(accept(second.text("token"), Api.PASSWORD).text("role")).isEqualTo("admin");
    assertThat(operator.post(path, wish.formatted("c")).status()).isEqualTo(409);
    assertThat(Api.open().loggedIn("b@" + fresh + ".test", Api.PASSWORD).get(MEMBERS).status())
        .isEqualTo(200);
    assertThat(operator.post("/api/v1/tenants/platform/invitations", wish.formatted("d")).status())
        .isEqualTo(409);
    assertThat(admin.post(path, wish.formatted("e")).status()).isEqualTo(403);
  }

  /// A15
  @Test
  void eachStandsInTheAuditLogFromItsBeginToItsEnd() {
    accept(invite(email, "editor").text("token"), Api.PASSWORD);
    invite("b@" + tenant + ".test", "viewer");
    admin.delete(PATH + "/" + open().getFirst().path("id").asText());
    List<JsonNode> entries =
        admin.get("/api/v1/audit?limit=6").json().path("entries").valueStream().toList();
    assertThat(entries)
        .extracting(entry -> entry.path("action").asText())
        .containsSubsequence(
            "invitation.revoked",
            "invitation.made",
            "member.created",
            "invitation.accepted",
            "invitation.made");
    assertThat(entries.toString()).doesNotContain(email).doesNotContain("wmi_");
  }

  /// A18
  @Test
  void whatIsNotRightIsNamed() {
    assertField(invite("not an e-mail", "viewer"), "email");
    assertField(invite(email, "king"), "role");
    assertField(admin.post(PATH, "{\"role\": \"viewer\"}"), "email");
    assertField(admin.post(PATH, wish(email, "viewer").replace("}", ", \"x\": 1}")), "x");
    assertField(admin.get(PATH + "?limit=0"), "limit");
    assertField(admin.get(PATH + "/not-an-id"), "id");
    assertField(Api.open().post(ACCEPT, "{\"token\": \"x\"}"), "password");
    assertField(Api.open().post(ACCEPT, body("x".repeat(201), "y")), "token");
  }

  /// A22
  @Test
  void sentAgainWithItsKeyItShowsTheSameSecret() {
    Map<String, String> once = Map.of("Idempotency-Key", Api.fresh("invitation"));
    String first = admin.call("POST", PATH, wish(email, "viewer"), once).text("token");
    assertThat(admin.call("POST", PATH, wish(email, "viewer"), once).text("token"))
        .isEqualTo(first);
    assertThat(accept(first, Api.PASSWORD).status()).isEqualTo(201);
  }

  private Api.Answer invite(String whom, String role) {
    return admin.post(PATH, wish(whom, role));
  }

  private static String wish(String whom, String role) {
    return "{\"email\": \"%s\", \"role\": \"%s\"}".formatted(whom, role);
  }

  private static Api.Answer accept(String token, String password) {
    return Api.open().post(ACCEPT, body(token, password));
  }

  private static String body(String token, String password) {
    return "{\"token\": \"%s\", \"password\": \"%s\"}".formatted(token, password);
  }

  private List<JsonNode> open() {
    return admin.get(PATH).json().path("invitations").valueStream().toList();
  }

  /// Without what differs from call to call.
  private static String told(Api.Answer answer) {
    return answer.status() + answer.text("type") + answer.text("title") + answer.text("detail");
  }

  private static void assertField(Api.Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }

  private static List<Integer> together(Callable<Integer> call)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> each :
          threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> call).toList())) {
        answers.add(each.get());
      }
      return answers;
    }
  }
}
