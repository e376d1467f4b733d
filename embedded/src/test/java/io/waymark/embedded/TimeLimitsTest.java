package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimeLimitsTest {
  @ParameterizedTest
  @EnumSource
  void noHttpFunctionOutlivesApiGateway(Deployable archive) {
    assertThat(TimeLimits.of(Handler.api(archive))).isEqualTo(Duration.ofSeconds(29));
  }

  @ParameterizedTest
  @EnumSource
  void noneTakesLongerThanLambdaAllows(Handler handler) {
    assertThat(TimeLimits.of(handler)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(15));
  }
}
