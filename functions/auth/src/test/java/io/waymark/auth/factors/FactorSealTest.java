package io.waymark.auth.factors;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.TenantId;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FactorSealTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final TenantId SHOP = new TenantId("shop");
  private static final UUID MEMBER = new UUID(1, 2);

  private final Secret secret = Secret.generate(RANDOM);
  private final SecretKey key = key();
  private final String sealed = FactorSeal.close(secret, SHOP, MEMBER, key, RANDOM);

  @Test
  void opensForItsMemberByItsKeyAlone() {
    assertThat(opened(SHOP, MEMBER, key)).hasValue(secret.text());
    assertThat(opened(new TenantId("zoo"), MEMBER, key)).isEmpty();
    assertThat(opened(SHOP, new UUID(1, 3), key)).isEmpty();
    assertThat(opened(SHOP, MEMBER, key())).isEmpty();
  }

  @Test
  void isAnotherTextEachTime() {
    assertThat(FactorSeal.close(secret, SHOP, MEMBER, key, RANDOM)).isNotEqualTo(sealed);
  }

  private Optional<String> opened(TenantId tenant, UUID member, SecretKey by) {
    return FactorSeal.open(sealed, tenant, member, by).map(Secret::text);
  }

  private static SecretKey key() {
    return new SecretKeySpec(Secret.generate(RANDOM).bytes(), 0, 16, "AES");
  }
}
