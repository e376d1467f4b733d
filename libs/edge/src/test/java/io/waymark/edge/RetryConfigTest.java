package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryConfigTest {
  @Test
  void byDefaultThereAreThreeAttempts() {
    try (ApplicationContext context = ApplicationContext.run()) {
      assertThat(context.getBean(RetryConfig.class)).isEqualTo(new RetryConfig(3));
    }
  }

  @Test
  void thePropertyMaps() {
    try (ApplicationContext context =
        ApplicationContext.run(Map.<String, Object>of("waymark.retries.attempts", "6"))) {
      assertThat(context.getBean(RetryConfig.class)).isEqualTo(new RetryConfig(6));
    }
  }

  @Test
  void thereIsOneAttemptAtLeastAndTenAtMost() {
    for (int attempts : new int[] {0, 11}) {
      assertThatThrownBy(() -> new RetryConfig(attempts))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("waymark.retries.attempts");
    }
  }
}
