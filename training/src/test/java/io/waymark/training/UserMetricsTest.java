package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserMetricsTest {
  private static UserMetrics recalls(double... values) {
    Map<String, double[]> byUser = new LinkedHashMap<>();
    for (double value : values) {
      byUser.put("u" + byUser.size(), new double[] {value, 0, 0, 0});
    }
    return new UserMetrics(java.util.List.of(10), byUser);
  }

  @Test
  void giveMeansWithTheirMargins() {
    UserMetrics.Estimate estimate = recalls(1, 2, 3, 4, 5).estimate("recall@10", _ -> true);
    assertThat(estimate.users()).isEqualTo(5);
    assertThat(estimate.mean()).isEqualTo(3);
    assertThat(estimate.margin()).isCloseTo(2.7764 * Math.sqrt(2.5 / 5), within(1e-4));
    UserMetrics.Estimate one = recalls(1, 2).estimate("recall@10", "u1"::equals);
    assertThat(one).isEqualTo(new UserMetrics.Estimate(1, 2, 0));
  }

  /// Sleep after two drugs (Student 1908): mean difference 1.58, t 4.0621, p 0.002833.
  @Test
  void compareTwoListsUserByUser() {
    UserMetrics one = recalls(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2);
    UserMetrics two = recalls(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);
    UserMetrics.Difference difference = two.over(one, "recall@10");
    assertThat(difference.mean()).isCloseTo(1.58, within(1e-9));
    assertThat(difference.p()).isCloseTo(0.002833, within(1e-6));
    assertThat(difference.margin()).isCloseTo((2.4598858 - 0.7001142) / 2, within(1e-6));
    assertThat(difference.better()).isEqualTo(9);
    assertThat(difference.worse()).isZero();
    assertThat(one.over(one, "recall@10").p()).isEqualTo(1);
    assertThatThrownBy(() -> one.over(recalls(1), "recall@10")).hasMessageContaining("same users");
  }
}
