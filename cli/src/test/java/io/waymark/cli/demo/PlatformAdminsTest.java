package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.Options.PlatformAdmin;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformAdminsTest {
  @Test
  void isMadeWhenTheEnvironmentNamesBothEmailAndPassword() {
    assertThat(
            PlatformAdmins.of(
                Map.of(
                    "WAYMARK_PLATFORM_EMAIL", "ops@example.com",
                    "WAYMARK_PLATFORM_PASSWORD", "a long one")))
        .contains(new PlatformAdmin("ops@example.com", "a long one"));
  }

  @Test
  void isNotMadeFromAnEmailAlone() {
    assertThat(PlatformAdmins.of(Map.of("WAYMARK_PLATFORM_EMAIL", "ops@example.com"))).isEmpty();
  }
}
