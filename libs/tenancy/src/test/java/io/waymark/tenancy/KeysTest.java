package io.waymark.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final TenantId DEMO = new TenantId("demo");

  @Test
  void prefixesEachPartWithItsLengthInBytes() {
    assertThat(Keys.user(DEMO, new UserId("user_001"))).isEqualTo("4:demo#8:user_001");
    assertThat(Keys.join(DEMO, "ä", "")).isEqualTo("4:demo#2:ä#0:");
  }

  @Test
  void neverJoinsDifferentPartsIntoOneKey() {
    assertThat(Keys.join(DEMO, "a#1:b")).isNotEqualTo(Keys.join(DEMO, "a", "b"));
    assertThat(Keys.join(DEMO, "a", "b#1:c")).isNotEqualTo(Keys.join(DEMO, "a", "b", "c"));
    assertThat(Keys.join(new TenantId("demo-1"), "x")).isNotEqualTo(Keys.join(DEMO, "-1x"));
  }

  @Test
  void givesBackTheSecondPartOfWhatItJoined() {
    for (String part : List.of("user_001", "a#b", "3:a#1", "ü€😀", "")) {
      assertThat(Keys.second(DEMO, Keys.join(DEMO, part))).isEqualTo(part);
      assertThat(Keys.second(DEMO, Keys.join(DEMO, part, "shown"))).isEqualTo(part);
    }
    for (String none :
        List.of(
            "", "4:demo", "4:demo#", "4:demo#x", "4:demo#9:short", "4:demo#-1:x", "5:demo2#1:x")) {
      assertThatThrownBy(() -> Keys.second(DEMO, none))
          .as(none)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
