package io.waymark.auth.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordRulesTest {
  @Test
  void lengthIsWhatCounts() {
    assertThat(PasswordRules.objection("demo123456", "a@b.test")).isEmpty();
    assertThat(PasswordRules.objection("just nine", "a@b.test")).isPresent();
    assertThat(PasswordRules.objection("ab1".repeat(42) + "xy", "a@b.test")).isEmpty();
    assertThat(PasswordRules.objection("ab1".repeat(43), "a@b.test")).isPresent();
    assertThat(PasswordRules.objection("🐎🔋🐎🔋🧷🐎🔋🐎🔋🧷", "a@b.test")).isEmpty();
  }

  @Test
  void theObviousIsRefused() {
    assertThat(PasswordRules.objection("aaaaaaaaaaaa", "a@b.test")).isPresent();
    assertThat(PasswordRules.objection("Eve@shop.test", "eve@shop.test")).isPresent();
  }
}
