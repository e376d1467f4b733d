package io.waymark.edge.credentials;

import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.waymark.edge.limits.TenantLimits;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The projections and keys of a small installation.
@Factory
public final class FakeAccess {
  public static final Issuer ISSUER = new Issuer("key-1");
  public static final String KEY = "wm_dev_AAAAAAAA_0123456789abcdefghijklmnop";
  public static final String REVOKED = "wm_dev_BBBBBBBB_0123456789abcdefghijklmnop";
  public static final String EXPIRED = "wm_dev_CCCCCCCC_0123456789abcdefghijklmnop";
  public static final String SUSPENDED = "wm_dev_DDDDDDDD_0123456789abcdefghijklmnop";

  /// Keys of a tenant with limits of its own: five requests, of them three with each key, in a
  /// window that ends in 2033.
  public static final String OF_BUSY = "wm_dev_EEEEEEEE_0123456789abcdefghijklmnop";

  public static final String OTHER_OF_BUSY = "wm_dev_FFFFFFFF_0123456789abcdefghijklmnop";

  private static final TenantLimits BUSY =
      TenantLimits.of(List.of("manage=5/999999999", "manage:key=3/999999999"));

  @Singleton
  @Replaces(DynamoAccessStore.class)
  AccessStore access() {
    return new AccessStore() {
      @Override
      public Optional<StoredApiKey> apiKey(String prefix) {
        return switch (prefix) {
          case "AAAAAAAA" -> Optional.of(stored(KEY, "demo", true, Instant.MAX));
          case "BBBBBBBB" -> Optional.of(stored(REVOKED, "demo", false, Instant.MAX));
          case "CCCCCCCC" -> Optional.of(stored(EXPIRED, "demo", true, Instant.EPOCH));
          case "EEEEEEEE" -> Optional.of(stored(OF_BUSY, "busy", true, Instant.MAX));
          case "FFFFFFFF" -> Optional.of(stored(OTHER_OF_BUSY, "busy", true, Instant.MAX));
          case "DDDDDDDD" -> Optional.of(stored(SUSPENDED, "gone", true, Instant.MAX));
          default -> Optional.empty();
        };
      }

      @Override
      public Optional<TenantStanding> standing(TenantId tenant) {
        return switch (tenant.value()) {
          case "demo", "platform" -> Optional.of(new TenantStanding(true, 3, TenantLimits.NONE));
          case "busy" -> Optional.of(new TenantStanding(true, 3, BUSY));
          case "gone" -> Optional.of(new TenantStanding(false, 3, TenantLimits.NONE));
          default -> Optional.empty();
        };
      }

      @Override
      public boolean sessionEnded(TenantId tenant, String session) {
        return session.equals("ended");
      }
    };
  }

  @Singleton
  @Replaces(ParameterPublicKeys.class)
  PublicKeys keys() {
    return () -> new JWKSet(ISSUER.key().toPublicJWK());
  }

  private static StoredApiKey stored(String key, String tenant, boolean active, Instant expires) {
    return new StoredApiKey(
        new TenantId(tenant),
        key.equals(OTHER_OF_BUSY) ? "other-key-of-busy" : "key-of-" + tenant,
        ApiKeys.sha256(key),
        Set.of(Scope.RECOMMEND_READ),
        active,
        Optional.of(expires));
  }
}
