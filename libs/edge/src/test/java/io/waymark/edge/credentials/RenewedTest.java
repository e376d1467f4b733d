package io.waymark.edge.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.limits.TenantLimits;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.MovingClock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What a copy of a snapshot must not believe only because the snapshot did.
class RenewedTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Issuer issuer = new Issuer("key-1");
  private final AtomicReference<TenantStanding> standing =
      new AtomicReference<>(new TenantStanding(true, 3, TenantLimits.NONE));
  private final AtomicInteger keysRead = new AtomicInteger();
  private final MovingClock clock = new MovingClock(NOW);
  private final CachedAccess access = new CachedAccess(new Store(), clock);
  private final AccessTokens tokens =
      new AccessTokens(
          () -> {
            keysRead.incrementAndGet();
            return new JWKSet(issuer.key().toPublicJWK());
          },
          access,
          new WaymarkConfig(
              "dev",
              "000000000000",
              "eu-central-1",
              false,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          clock);

  @Test
  void theStandingOfATenantIsAskedAnew() {
    String token = issuer.token(NOW, UnaryOperator.identity());
    assertThat(tokens.check(token)).isInstanceOf(Verdict.Holds.class);
    standing.set(new TenantStanding(true, 4, TenantLimits.NONE));
    assertThat(tokens.check(token)).isInstanceOf(Verdict.Holds.class);
    access.renew();
    assertThat(tokens.check(token))
        .isEqualTo(new Verdict.Refused("the session has ended; log in again"));
  }

  @Test
  void theKeysOfTokensAreReadAnew() {
    String token = issuer.token(NOW, UnaryOperator.identity());
    tokens.check(token);
    tokens.check(token);
    assertThat(keysRead).hasValue(1);
    tokens.renew();
    assertThat(tokens.check(token)).isInstanceOf(Verdict.Holds.class);
    assertThat(keysRead).hasValue(2);
  }

  private final class Store implements AccessStore {
    @Override
    public Optional<StoredApiKey> apiKey(String prefix) {
      return Optional.empty();
    }

    @Override
    public Optional<TenantStanding> standing(TenantId tenant) {
      return Optional.of(standing.get());
    }

    @Override
    public boolean sessionEnded(TenantId tenant, String session) {
      return false;
    }
  }
}
