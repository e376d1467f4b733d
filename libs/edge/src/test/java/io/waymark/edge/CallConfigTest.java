package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void byDefaultTheLimitIsTheCallersOwn() {
    try (ApplicationContext context = ApplicationContext.run()) {
      CallConfig config = context.getBean(CallConfig.class);
      assertThat(config).isEqualTo(CallConfig.USUAL);
      assertThat(config.limit(SECOND)).isEqualTo(SECOND);
    }
  }

  @Test
  void patienceMakesShorterLimitsLongerAndNoOther() {
    try (ApplicationContext context =
        ApplicationContext.run(Map.<String, Object>of("waymark.calls.patience", "1m"))) {
      CallConfig config = context.getBean(CallConfig.class);
      assertThat(config).isEqualTo(new CallConfig(MINUTE));
      assertThat(config.limit(SECOND)).isEqualTo(MINUTE);
      assertThat(config.limit(MINUTE.plus(SECOND))).isEqualTo(MINUTE.plus(SECOND));
    }
  }

  @Test
  void patienceIsNotNegative() {
    assertThatThrownBy(() -> new CallConfig(SECOND.negated()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("waymark.calls.patience");
  }
}
