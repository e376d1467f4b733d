package io.waymark.auth.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.factors.SecondFactors;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.auth.tenants.TenantStore;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is committed while a password is being checked, which takes tens of milliseconds.
class OvertakenLogInTest {
  private static final String NEXT = "another-password";

  private final AuthUnderTest auth = AuthUnderTest.shared();
  private final String tenant = Api.fresh("overtaken");
  private final String email = "admin@" + tenant + ".test";
  private final Api admin = Api.adminOf(tenant);
  private final String id = admin.get("/api/v1/auth/me").text("id");

  /// A5
  @Test
  void aPasswordChangedMeanwhileRefusesTheLogInWithTheOldOne() {
    Sessions sessions = sessions(this::changePassword, false);
    assertThat(sessions.logIn(email, Api.PASSWORD, Optional.empty()))
        .isEqualTo(new LoginResult.Refused());
    assertThat(Api.open().login(email, NEXT).status()).isEqualTo(200);
  }

  /// A5, A14
  @Test
  void anUpgradedHashOfTheOldPasswordNeverReplacesTheNewOne() {
    Sessions sessions = sessions(this::changePassword, true);
    assertThat(sessions.logIn(email, Api.PASSWORD, Optional.empty()))
        .isEqualTo(new LoginResult.Refused());
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(401);
    assertThat(Api.open().login(email, NEXT).status()).isEqualTo(200);
  }

  /// A14
  @Test
  void anOutdatedHashIsUpgradedWhereNothingOvertookIt() {
    assertThat(sessions(() -> {}, true).logIn(email, Api.PASSWORD, Optional.empty()))
        .isInstanceOf(LoginResult.LoggedIn.class);
    assertThat(Api.open().login(email, Api.PASSWORD).status()).isEqualTo(200);
  }

  /// A19
  @Test
  void aMemberSuspendedMeanwhileDoesNotGetIn() {
    String path = "/api/v1/members";
    String mate = "mate@" + tenant + ".test";
    String mateId =
        admin
            .post(
                path,
                "{\"email\": \"%s\", \"password\": \"%s\", \"role\": \"viewer\"}"
                    .formatted(mate, Api.PASSWORD))
            .text("id");
    Sessions sessions =
        sessions(() -> admin.patch(path + "/" + mateId, "{\"status\": \"suspended\"}"), false);
    assertThat(sessions.logIn(mate, Api.PASSWORD, Optional.empty()))
        .isEqualTo(new LoginResult.Suspended("member"));
  }

  /// A5
  @Test
  void ofTwoChangesOfOnePasswordTheSecondIsRefused() {
    Sessions sessions = sessions(this::changePassword, false);
    Principal.Member member =
        new Principal.Member(new TenantId(tenant), id, email, Role.ADMIN, "a-session");
    assertThat(sessions.changePassword(member, Api.PASSWORD, "a-third-password"))
        .isEqualTo(new PasswordChange.WrongPassword());
    assertThat(Api.open().login(email, NEXT).status()).isEqualTo(200);
  }

  private void changePassword() {
    Api.Answer changed =
        admin.post(
            "/api/v1/auth/password",
            "{\"current_password\": \"%s\", \"new_password\": \"%s\"}"
                .formatted(Api.PASSWORD, NEXT));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(204);
  }

  /// The real sessions, but `meanwhile` happens right after a password was found to be right.
  private Sessions sessions(Runnable meanwhile, boolean outdated) {
    return new Sessions(
        auth.bean(MemberStore.class),
        auth.bean(TenantStore.class),
        auth.bean(RefreshTokenStore.class),
        new Overtaken(auth.bean(PasswordHashes.class), meanwhile, outdated),
        auth.bean(SecondFactors.class),
        auth.bean(Tokens.class),
        auth.bean(SessionEnds.class),
        auth.bean(Changes.class),
        auth.bean(Audit.class),
        auth.bean(FailedLogIns.class),
        auth.bean(Clock.class));
  }

  private record Overtaken(PasswordHashes hashes, Runnable meanwhile, boolean allOutdated)
      implements PasswordHashes {
    @Override
    public String hash(String password) {
      return hashes.hash(password);
    }

    @Override
    public boolean matches(String password, String hash) {
      boolean matches = hashes.matches(password, hash);
      meanwhile.run();
      return matches;
    }

    @Override
    public void waste(String password) {
      hashes.waste(password);
    }

    @Override
    public boolean outdated(String hash) {
      return allOutdated || hashes.outdated(hash);
    }
  }
}
