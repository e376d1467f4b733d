package io.waymark.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void eachRoleMayDoAllThatTheNextMay() {
    Role[] roles = Role.values();
    for (int at = 1; at < roles.length; at++) {
      assertThat(roles[at - 1].scopes()).containsAll(roles[at].scopes());
    }
  }

  @Test
  void aViewerChangesNothing() {
    assertThat(Role.VIEWER.scopes())
        .containsExactlyInAnyOrder(Scope.RECOMMEND_READ, Scope.MODELS_READ);
  }

  @Test
  void namesRoundTrip() {
    for (Role role : Role.values()) {
      assertThat(Role.of(role.text())).contains(role);
    }
    for (Scope scope : Scope.values()) {
      assertThat(Scope.of(scope.text())).contains(scope);
    }
    assertThat(Role.of("root")).isEmpty();
    assertThat(Scope.of("platform")).isEmpty();
  }
}
