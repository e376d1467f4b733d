package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.auth.members.Email;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberStore;
import io.waymark.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

/// What anyone may ask, and what nobody may.
class OpenEndpointsTest {
  /// A17
  @Test
  void publishesThePublicKeys() {
    Api.Answer keys = Api.open().get("/.well-known/jwks.json");
    assertThat(keys.status()).isEqualTo(200);
    assertThat(keys.raw().headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
    assertThat(keys.json().path("keys").path(0).path("crv").asText()).isEqualTo("P-256");
    assertThat(keys.json().path("keys").path(0).has("d")).isFalse();
    assertThat(AuthUnderTest.shared().keys().resolve("jwks.json")).hasContent(keys.raw().body());
  }

  @Test
  void asksTheDatabase() {
    Api.Answer health = Api.open().get("/health/db");
    assertThat(health.status()).as(health.toString()).isEqualTo(200);
    assertThat(health.text("status")).isEqualTo("ok");
    assertThat(health.json().path("checks").path("postgresql").path("detail").asText())
        .isEqualTo("schema version 16");
  }

  @Test
  void everythingElseWantsACredential() {
    for (String path :
        new String[] {
          "/api/v1/auth/me",
          "/api/v1/members",
          "/api/v1/invitations",
          "/api/v1/api-keys",
          "/api/v1/tenants",
          "/api/v1/rate-limits",
          "/api/v1/audit"
        }) {
      Api.Answer answer = Api.open().get(path);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.raw().headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
    }
  }

  /// A14
  @Test
  void anImportedMemberIsUpgradedAtLogIn() {
    String tenant = Api.fresh("imported");
    Api.adminOf(tenant);
    MemberStore members = AuthUnderTest.shared().bean(MemberStore.class);
    Email email = new Email("admin@" + tenant + ".test");
    MemberCredentials member = members.findByEmail(email).orElseThrow();
    String bcrypt =
        OpenBSDBCrypt.generate(
            "2b",
            "imported-password".getBytes(StandardCharsets.UTF_8),
            "0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
            4);
    members.changePassword(
        new TenantId(tenant),
        member.member().id(),
        member.passwordHash(),
        bcrypt,
        member.member().updatedAt());
    assertThat(Api.open().login(email.value(), "wrong-password").status()).isEqualTo(401);
    assertThat(members.findByEmail(email).orElseThrow().passwordHash()).isEqualTo(bcrypt);
    assertThat(Api.open().login(email.value(), "imported-password").status()).isEqualTo(200);
    assertThat(members.findByEmail(email).orElseThrow().passwordHash()).startsWith("$argon2id$");
    assertThat(Api.open().login(email.value(), "imported-password").status()).isEqualTo(200);
  }
}
