package io.waymark.auth.sessions;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.serde.ObjectMapper;
import io.waymark.auth.members.Email;
import io.waymark.auth.members.Member;
import io.waymark.auth.signing.SigningKeys;
import io.waymark.edge.priming.Primed;
import io.waymark.edge.priming.PrimedRequest;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/// Signs, reads and writes out the tokens of a member who does not exist, by a key that is gone
/// afterwards.
@Singleton
final class SessionsPrimed implements Primed {
  private static final UUID NOBODY = new UUID(0, 0);

  private final Installation installation;
  private final ObjectMapper json;
  private final Clock clock;

  SessionsPrimed(Installation installation, ObjectMapper json, Clock clock) {
    this.installation = installation;
    this.json = json;
    this.clock = clock;
  }

  /// Requests that are refused before anybody is looked up; the second makes all that a log-in
  /// needs.
  @Factory
  static final class Requests {
    @Bean
    PrimedRequest withoutACredential() {
      return new PrimedRequest("GET", "/api/v1/auth/me", "", 401);
    }

    @Bean
    PrimedRequest withoutAPassword() {
      return new PrimedRequest(
          "POST", "/api/v1/auth/login", "{\"email\": \"a@b.test\", \"password\": \"\"}", 400);
    }
  }

  @Override
  public void prime() throws JOSEException, IOException {
    Tokens tokens = new Tokens(new Throwaway(), installation, clock);
    Instant now = clock.instant();
    Member member =
        Member.begin(
            NOBODY, new TenantId("priming"), new Email("a@priming.test"), Role.VIEWER, now);
    Tokens.Bearer bearer = new Tokens.Bearer(member, NOBODY, 0);
    String refresh = tokens.refresh(bearer, now).text();
    if (tokens.shown(refresh).isEmpty()) {
      throw new IllegalStateException("a token just written is not read back");
    }
    Object _ =
        json.writeValueAsBytes(
            new SessionController.TokensResponse(
                tokens.access(bearer, now),
                refresh,
                0,
                "Bearer",
                SessionController.UserResponse.of(member)));
    Object _ =
        json.readValue(
            "{\"email\": \"a@priming.test\", \"password\": \"p\"}",
            SessionController.LoginRequest.class);
  }

  private static final class Throwaway implements SigningKeys {
    private final ECKey key;

    Throwaway() throws JOSEException {
      key = new ECKeyGenerator(Curve.P_256).keyID("priming").generate();
    }

    @Override
    public ECKey current() {
      return key;
    }

    @Override
    public JWKSet published() {
      return new JWKSet(key.toPublicJWK());
    }

    @Override
    public void prepare() {}
  }
}
