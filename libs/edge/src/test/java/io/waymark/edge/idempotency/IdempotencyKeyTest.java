package io.waymark.edge.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {
  @Test
  void isAnyAsciiOfOneTo255Characters() {
    for (String key : new String[] {"x", "order 7", "~!", "k".repeat(255)}) {
      assertThat(new IdempotencyKey(key).value()).isEqualTo(key);
    }
  }

  @Test
  void isNothingElse() {
    for (String none : new String[] {"", " ", " x", "x ", "a\tb", "schlüssel", "k".repeat(256)}) {
      assertThatThrownBy(() -> new IdempotencyKey(none))
          .as(none)
          .hasMessage("Idempotency-Key must have 1 to 255 characters of ASCII");
    }
  }
}
