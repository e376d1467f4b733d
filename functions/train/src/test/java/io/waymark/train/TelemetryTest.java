package io.waymark.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.TenantId;
import io.waymark.testing.MetricLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What operators learn of each invocation.
@Isolated("standard output is one for all")
class TelemetryTest {
  @Test
  void aJobThatLogsNoErrorLeavesNoLine() {
    invoke(); // what other tests logged is told by the invocation that ends next
    assertThat(MetricLines.of(TelemetryTest::invoke)).isEmpty();
  }

  private static void invoke() {
    Function.invoke(new TenantId("nobody"), "no-such-job");
  }
}
