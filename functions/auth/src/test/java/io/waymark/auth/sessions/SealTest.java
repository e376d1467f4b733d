package io.waymark.auth.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SealTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void opensWithItsTokenOnly() {
    String sealed = Seal.close("the.next.token", "the.old.token", random);
    assertThat(sealed).doesNotContain("next");
    assertThat(Seal.open(sealed, "the.old.token")).isEqualTo("the.next.token");
    assertThatThrownBy(() -> Seal.open(sealed, "another.old.token"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Seal.open(sealed, Seal.sha256("the.old.token")))
        .as("what is stored does not open it")
        .isInstanceOf(IllegalStateException.class);
    assertThat(Seal.close("the.next.token", "the.old.token", random)).isNotEqualTo(sealed);
  }
}
