package io.waymark.cdk.observability;

import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;

/// When an alarm goes off: `metric` beyond `threshold` in that many periods in a row.
///
/// @param silence what it means that the metric says nothing
record Condition(
    IMetric metric,
    ComparisonOperator operator,
    double threshold,
    int periods,
    TreatMissingData silence) {
  /// Nothing said, nothing wrong.
  static Condition above(IMetric metric, double threshold, int periods) {
    return new Condition(
        metric,
        ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold,
        periods,
        TreatMissingData.NOT_BREACHING);
  }

  /// Nothing said is what is wrong.
  static Condition none(IMetric metric, int periods) {
    return new Condition(
        metric, ComparisonOperator.LESS_THAN_THRESHOLD, 1, periods, TreatMissingData.BREACHING);
  }
}
