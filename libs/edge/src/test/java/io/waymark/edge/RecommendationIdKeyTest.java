package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.StoreUnavailableException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecommendationIdKeyTest {
  @Test
  void isWhatTheParameterHolds() {
    byte[] key = new byte[32];
    key[7] = 9;
    assertThat(RecommendationIdKey.decoded("/a/b", Base64.getEncoder().encodeToString(key)))
        .isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no base64!", "c2hvcnQ="})
  void isNotThereYetWhereTheParameterHoldsNoKey(String value) {
    assertThatThrownBy(() -> RecommendationIdKey.decoded("/a/b", value))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("parameter /a/b, which does not hold 32 bytes in base64, is unavailable");
  }
}
