package io.waymark.auth.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EmailTest {
  @Test
  void isLowerCaseWithoutSpacesAround() {
    assertThat(Email.of("  Eve.O'Neil+x@Shop.Example.COM "))
        .hasValueSatisfying(
            email -> assertThat(email).hasToString("eve.o'neil+x@shop.example.com"));
  }

  @Test
  void whatIsNoneIsNone() {
    for (String text :
        new String[] {
          "",
          "x",
          "@b.test",
          "a@",
          "a@b",
          "a b@c.test",
          "a@b..test",
          "a@-b.test",
          "a@b.test\n.x",
          "a".repeat(65) + "@b.test",
          "a@" + "b.".repeat(130) + "test",
          "ä@b.test"
        }) {
      assertThat(Email.of(text)).as(text).isEmpty();
    }
    assertThatThrownBy(() -> new Email("Eve@shop.test"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
