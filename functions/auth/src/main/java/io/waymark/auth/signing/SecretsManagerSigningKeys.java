package io.waymark.auth.signing;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.annotation.Requires;
import io.waymark.edge.Parameters;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// Keys in the secret `waymark/<stage>/signing-keys`, their public halves in the parameter
/// `/waymark/<stage>/jwks`. Only migrations make or publish keys, that of `recommend` too, which
/// may write none; requests read them, again every few minutes, so that a rotation needs no
/// restart.
@Singleton
@Requires(missingProperty = "waymark.keys")
final class SecretsManagerSigningKeys implements SigningKeys, Renewed {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int ID_KEY_BYTES = 32;

  private final SecretsManagerClient secrets;
  private final Parameters parameters;
  private final Clock clock;
  private final String secret;
  private final String parameter;
  private final String idKeyParameter;
  private volatile @Nullable Read last;

  SecretsManagerSigningKeys(
      SecretsManagerClient secrets, Parameters parameters, WaymarkConfig config, Clock clock) {
    this.secrets = secrets;
    this.parameters = parameters;
    this.clock = clock;
    this.secret = config.installation().signingKeysSecret();
    this.parameter = config.installation().jwksParameter();
    this.idKeyParameter = config.installation().recommendationIdKeyParameter();
  }

  @Override
  public ECKey current() {
    return ring().current(clock.instant());
  }

  @Override
  public JWKSet published() {
    return ring().published();
  }

  @Override
  public void prepare() {
    try {
      makeIfAbsent();
      parameters.put(parameter, read().published().toString());
      makeIdKeyIfAbsent();
    } catch (SdkException e) {
      throw new StoreUnavailableException("secret " + secret, e);
    }
  }

  private void makeIfAbsent() {
    try {
      secrets.getSecretValue(request -> request.secretId(secret));
    } catch (ResourceNotFoundException absent) {
      try {
        String json = KeyRing.generate(clock.instant()).privateJson();
        secrets.createSecret(request -> request.name(secret).secretString(json));
      } catch (ResourceExistsException e) {
        // Another migration was first: its keys are the ones to read.
      }
    }
  }

  /// The key by which `recommend` signs the names of its answers.
  private void makeIdKeyIfAbsent() {
    byte[] key = new byte[ID_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    // Names given out already are to stay valid.
    parameters.putSecureIfAbsent(idKeyParameter, Base64.getEncoder().encodeToString(key));
  }

  private KeyRing ring() {
    @Nullable Read known = last;
    if (known == null || clock.instant().isAfter(known.at.plus(KEPT))) {
      known = new Read(read(), clock.instant());
      last = known;
    }
    return known.ring;
  }

  private KeyRing read() {
    try {
      return KeyRing.parse(
          secrets.getSecretValue(request -> request.secretId(secret)).secretString());
    } catch (SdkException | ParseException | IllegalArgumentException e) {
      throw new StoreUnavailableException("secret " + secret, e);
    }
  }

  /// No snapshot holds a private key.
  @Override
  public void renew() {
    last = null;
  }

  private record Read(KeyRing ring, Instant at) {}
}
