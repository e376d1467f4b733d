package io.waymark.auth.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.auth.Api;
import io.waymark.auth.AuthUnderTest;
import io.waymark.auth.attempts.ForgetfulAttempts;
import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where attempts are counted and can then not be taken back.
class UncountedLogInTest {
  private static final SourceAddress HOME = SourceAddress.of("203.0.113.1");

  private final String tenant = Api.fresh("uncounted");
  private final String email = "admin@" + tenant + ".test";
  private final Api admin = Api.adminOf(tenant);
  private final LogIns logIns =
      new LogIns(ForgetfulAttempts.attempts(), AuthUnderTest.shared().bean(Sessions.class));

  @Test
  void aSessionThatIsOpenIsAnswered() {
    assertThat(logIns.logIn(email, Api.PASSWORD, Optional.empty(), HOME))
        .isInstanceOf(LoginResult.LoggedIn.class);
  }

  @Test
  void aPasswordThatIsChangedIsAnswered() {
    Principal.Member member =
        new Principal.Member(
            new TenantId(tenant),
            admin.get("/api/v1/auth/me").text("id"),
            email,
            Role.ADMIN,
            "a-session");
    assertThat(logIns.changePassword(member, Api.PASSWORD, "seven-lanterns-afloat", HOME))
        .isEqualTo(new PasswordChange.Changed());
  }
}
