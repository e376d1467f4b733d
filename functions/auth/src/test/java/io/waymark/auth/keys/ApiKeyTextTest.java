package io.waymark.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTextTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void isOfOneLengthAndOneShape() {
    Set<String> seen = new HashSet<>();
    for (int round = 0; round < 500; round++) {
      ApiKeyText text = ApiKeyText.generate("dev", random);
      assertThat(text.value()).matches("wm_dev_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}");
      assertThat(text.value()).contains("_" + text.prefix() + "_");
      assertThat(ApiKeyText.of(text.value())).hasValue(text);
      assertThat(text.sha256()).matches("[0-9a-f]{64}");
      assertThat(seen.add(text.value())).isTrue();
    }
  }

  @Test
  void oneWrongCharacterIsNoticedWithoutALookUp() {
    String text = ApiKeyText.generate("dev", random).value();
    for (int at = "wm_dev_".length(); at < text.length(); at++) {
      char other = text.charAt(at) == 'a' ? 'b' : 'a';
      String wrong = text.substring(0, at) + other + text.substring(at + 1);
      assertThat(ApiKeyText.of(wrong)).as(wrong).isEmpty();
    }
    assertThat(ApiKeyText.of(text.replace("wm_dev", "wm_prod"))).isEmpty();
    assertThat(ApiKeyText.of("")).isEmpty();
    assertThat(ApiKeyText.of(text + "x")).isEmpty();
  }

  /// Known values, so that keys given once stay valid.
  @Test
  void theChecksumIsStable() {
    String body = "wm_dev_AAAAAAAA_0123456789ABCDEFGHIJKLMNOPQRSTUV";
    assertThat(ApiKeyText.of(body + ApiKeyText.checksum(body))).isPresent();
    assertThat(ApiKeyText.checksum("")).isEqualTo("000000");
    // CRC-32 of `123456789` is 0xCBF43926 by its specification.
    assertThat(ApiKeyText.checksum("123456789")).isEqualTo("3jZRME");
  }

  @Test
  void doesNotShowItsSecret() {
    ApiKeyText text = ApiKeyText.generate("dev", random);
    assertThat(text.toString()).contains(text.prefix()).hasSizeLessThan(30);
  }
}
