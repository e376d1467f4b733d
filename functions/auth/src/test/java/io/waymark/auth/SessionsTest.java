package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Log-in, refresh, log-out and change of password, over HTTP.
class SessionsTest {
  private final TestClock clock = AuthUnderTest.shared().clock();

  @Test
  void theSampleAdminLogsIn() throws ParseException {
    Api.Answer answer = Api.open().login("admin@demo.com", "demo123456");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(900);
    assertThat(answer.text("token_type")).isEqualTo("Bearer");
    assertThat(answer.json().path("user").path("tenant_id").asText()).isEqualTo("demo");
    assertThat(answer.json().path("user").path("role").asText()).isEqualTo("admin");
    assertThat(answer.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
    JWTClaimsSet claims = SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet();
    assertThat(claims.getClaims())
        .containsEntry("iss", "urn:waymark:test")
        .containsEntry("type", "access")
        .containsEntry("tenant_id", "demo")
        .containsEntry("email", "admin@demo.com")
        .containsKeys("sub", "aud", "iat", "exp", "jti", "sid", "tenant_epoch", "role");
    assertThat(SignedJWT.parse(answer.text("refresh_token")).getJWTClaimsSet().getClaims())
        .containsEntry("type", "refresh");
  }

  @Test
  void tellsWhoCalls() {
    Api.Answer me = Api.open().loggedIn("ADMIN@Demo.com ", "demo123456").get("/api/v1/auth/me");
    assertThat(me.status()).as(me.toString()).isEqualTo(200);
    assertThat(me.text("email")).isEqualTo("admin@demo.com");
    assertThat(me.text("kind")).isEqualTo("member");
    assertThat(me.json().path("scopes")).hasSize(6);
  }

  /// A1
  @Test
  void aWrongPasswordAndAnUnknownEmailAreAnsweredAlike() {
    Api.Answer wrong = Api.open().login("admin@demo.com", "not-the-password");
    Api.Answer unknown = Api.open().login("nobody@demo.com", "not-the-password");
    Api.Answer noEmail = Api.open().login("no e-mail", "not-the-password");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.text("detail")).isEqualTo(wrong.text("detail"));
    assertThat(noEmail.text("detail")).isEqualTo(wrong.text("detail"));
  }

  /// A18
  @Test
  void aLogInThatIsNotRightIsRefusedWithItsField() {
    assertField(Api.open().post("/api/v1/auth/login", "{\"email\": \"a@b.c\"}"), "password");
    assertField(
        Api.open()
            .post(
                "/api/v1/auth/login",
                "{\"email\": \"a@b.c\", \"password\": \"x\", \"remember\": true}"),
        "remember");
    assertField(
        Api.open().post("/api/v1/auth/login", "{\"email\": 1, \"password\": \"x\"}"), "email");
    assertField(Api.open().post("/api/v1/auth/login", ""), "body");
    assertField(Api.open().post("/api/v1/auth/refresh", "{}"), "refresh_token");
  }

  /// A2
  @Test
  void aRefreshTokenUsedAgainLaterEndsItsWholeSession() {
    Api.Answer login = login(Api.fresh("reuse"));
    String first = login.text("refresh_token");
    Api.Answer second = Api.open().refresh(first);
    assertThat(second.status()).as(second.toString()).isEqualTo(200);
    assertThat(second.text("refresh_token")).isNotEqualTo(first);
    clock.pass(Duration.ofSeconds(11));

    assertThat(Api.open().refresh(first).status()).isEqualTo(401);
    assertThat(Api.open().refresh(second.text("refresh_token")).status()).isEqualTo(401);
    clock.pass(Duration.ofSeconds(30));
    assertThat(Api.open().with(second.text("access_token")).get("/api/v1/auth/me").status())
        .isEqualTo(401);
  }

  /// A3
  @Test
  void aRefreshTokenUsedAgainAtOnceGivesTheSameSuccessor() {
    String first = login(Api.fresh("grace")).text("refresh_token");
    String second = Api.open().refresh(first).text("refresh_token");
    clock.pass(Duration.ofSeconds(5));
    Api.Answer again = Api.open().refresh(first);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("refresh_token")).isEqualTo(second);
    assertThat(Api.open().refresh(second).status()).isEqualTo(200);
  }

  /// A4
  @Test
  void logOutEndsTheSession() {
    Api.Answer login = login(Api.fresh("logout"));
    Api member = Api.open().with(login.text("access_token"));
    assertThat(member.post("/api/v1/auth/logout", null).status()).isEqualTo(204);
    assertThat(Api.open().refresh(login.text("refresh_token")).status()).isEqualTo(401);
    clock.pass(Duration.ofSeconds(30));
    Api.Answer me = member.get("/api/v1/auth/me");
    assertThat(me.status()).isEqualTo(401);
    assertThat(me.text("detail")).contains("ended");
  }

  @Test
  void logOutWantsASession() {
    assertThat(Api.open().post("/api/v1/auth/logout", null).status()).isEqualTo(401);
    Api.Answer login = Api.open().login("admin@demo.com", "demo123456");
    Api member = Api.open().with(login.text("access_token"));
    String body = "{\"refresh_token\": \"%s\"}".formatted(login.text("refresh_token"));
    assertThat(member.post("/api/v1/auth/logout", body).status()).isEqualTo(204);
  }

  /// A5
  @Test
  void aChangedPasswordEndsEverySession() {
    String tenant = Api.fresh("changed");
    Api.Answer other = login(tenant);
    String email = "admin@" + tenant + ".test";
    Api.Answer mine = Api.open().login(email, Api.PASSWORD);
    Api member = Api.open().with(mine.text("access_token"));
    assertThat(member.post("/api/v1/auth/password", change("wrong", "another-password")).field())
        .isEqualTo("current_password");
    assertThat(member.post("/api/v1/auth/password", change(Api.PASSWORD, "short")).field())
        .isEqualTo("new_password");
    assertThat(member.post("/api/v1/auth/password", change(Api.PASSWORD, email + "1")).field())
        .isEqualTo("new_password");
    Api.Answer changed =
        member.post("/api/v1/auth/password", change(Api.PASSWORD, "another-password"));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(204);

    assertThat(Api.open().refresh(other.text("refresh_token")).status()).isEqualTo(401);
    assertThat(Api.open().refresh(mine.text("refresh_token")).status()).isEqualTo(401);
    clock.pass(Duration.ofSeconds(30));
    assertThat(member.get("/api/v1/auth/me").status()).isEqualTo(401);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(401);
    assertThat(Api.open().login(email, "another-password").status()).isEqualTo(200);
  }

  @Test
  void onlyTheRightKindOfTokenHolds() {
    Api.Answer login = Api.open().login("admin@demo.com", "demo123456");
    assertThat(Api.open().with(login.text("refresh_token")).get("/api/v1/auth/me").status())
        .isEqualTo(401);
    assertThat(Api.open().refresh(login.text("access_token")).status()).isEqualTo(401);
    String access = login.text("access_token");
    String forged = access.substring(0, access.length() - 4) + "AAAA";
    assertThat(Api.open().with(forged).get("/api/v1/auth/me").status()).isEqualTo(401);
    clock.pass(Duration.ofMinutes(16));
    Api.Answer expired = Api.open().with(access).get("/api/v1/auth/me");
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.text("detail")).contains("expired");
    assertThat(Api.open().refresh(login.text("refresh_token")).status()).isEqualTo(200);
  }

  @Test
  void anOldRefreshTokenHasExpired() {
    String token = login(Api.fresh("old")).text("refresh_token");
    clock.pass(Duration.ofDays(7).plusSeconds(61));
    assertThat(Api.open().refresh(token).status()).isEqualTo(401);
  }

  private static String change(String current, String next) {
    return "{\"current_password\": \"%s\", \"new_password\": \"%s\"}".formatted(current, next);
  }

  private static Api.Answer login(String tenant) {
    Api.adminOf(tenant);
    return Api.open().login("admin@" + tenant + ".test", Api.PASSWORD);
  }

  private static void assertField(Api.Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }
}
