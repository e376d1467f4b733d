package io.waymark.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

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
}
