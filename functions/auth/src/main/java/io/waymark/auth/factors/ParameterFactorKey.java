package io.waymark.auth.factors;

import io.micronaut.context.annotation.Requires;
import io.waymark.edge.Parameters;
import io.waymark.edge.priming.Renewed;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The secure parameter `/waymark/<stage>/second-factor-key`, base64 of 32 bytes, encrypted by KMS.
/// Migrations make it; requests read it once.
@Singleton
@Requires(missingProperty = "waymark.keys")
final class ParameterFactorKey implements FactorKey, Renewed {
  private static final int BYTES = 32;

  private final Parameters parameters;
  private final String name;
  private volatile @Nullable SecretKey known;

  ParameterFactorKey(Parameters parameters, Installation installation) {
    this.parameters = parameters;
    this.name = installation.secondFactorKeyParameter();
  }

  @Override
  public SecretKey get() {
    @Nullable SecretKey key = known;
    if (key == null) {
      key = new SecretKeySpec(Base64.getDecoder().decode(parameters.get(name)), "AES");
      known = key;
    }
    return key;
  }

  @Override
  public void prepare() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    parameters.putSecureIfAbsent(name, Base64.getEncoder().encodeToString(key));
  }

  /// No snapshot holds a key.
  @Override
  public void renew() {
    known = null;
  }
}
