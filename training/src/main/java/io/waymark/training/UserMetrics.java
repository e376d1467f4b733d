package io.waymark.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/// What [Metrics] are the mean of: recall, ndcg, hr and mrr of each user, and how sure they are of
/// it.
public final class UserMetrics {
  private final List<String> names;
  private final Map<String, double[]> byUser;

  UserMetrics(List<Integer> cutoffs, Map<String, double[]> byUser) {
    List<String> all = new ArrayList<>();
    for (int cutoff : cutoffs) {
      Metrics.OF_USER.forEach(each -> all.add(each + "@" + cutoff));
    }
    this.names = List.copyOf(all);
    this.byUser = Collections.unmodifiableMap(byUser);
  }

  /// A mean over users.
  ///
  /// @param margin of its 95 % confidence interval, to either side, by Student's t; 0 for one user
  public record Estimate(int users, double mean, double margin) {
    static Estimate of(double[] values) {
      double mean = average(values);
      return new Estimate(
          values.length, mean, values.length < 2 ? 0 : error(values, mean) * quantile(values));
    }

    private static double quantile(double[] values) {
      return TDistribution.of(values.length - 1).inverseCumulativeProbability(0.975);
    }
  }

  /// How much better one list is than another, over the users of both.
  ///
  /// @param mean of the differences by user
  /// @param margin of its 95 % confidence interval, to either side
  /// @param p of the two-sided paired t-test: how likely so large a difference is where there is
  ///   none
  /// @param better users whose figure is higher
  /// @param worse users whose figure is lower
  public record Difference(double mean, double margin, double p, int better, int worse) {}

  /// Like `ndcg@20`.
  public List<String> names() {
    return names;
  }

  public Estimate estimate(String name, Predicate<String> users) {
    int column = column(name);
    return Estimate.of(
        byUser.entrySet().stream()
            .filter(each -> users.test(each.getKey()))
            .mapToDouble(each -> each.getValue()[column])
            .toArray());
  }

  /// Each user's figure less the other's, which must be measured on the same users.
  public Difference over(UserMetrics other, String name) {
    if (!byUser.keySet().equals(other.byUser.keySet())) {
      throw new IllegalArgumentException("both must be measured on the same users");
    }
    int column = column(name);
    int otherColumn = other.column(name);
    double[] differences =
        byUser.entrySet().stream()
            .mapToDouble(each -> each.getValue()[column] - other.of(each.getKey())[otherColumn])
            .toArray();
    Estimate estimate = Estimate.of(differences);
    return new Difference(
        estimate.mean(),
        estimate.margin(),
        p(differences, estimate.mean()),
        (int) IntStream.range(0, differences.length).filter(at -> differences[at] > 0).count(),
        (int) IntStream.range(0, differences.length).filter(at -> differences[at] < 0).count());
  }

  private double[] of(String user) {
    return Objects.requireNonNull(byUser.get(user));
  }

  private static double p(double[] differences, double mean) {
    double error = differences.length < 2 ? 0 : error(differences, mean);
    if (error == 0) {
      return mean == 0 || differences.length < 2 ? 1 : 0;
    }
    return 2 * TDistribution.of(differences.length - 1).survivalProbability(Math.abs(mean / error));
  }

  private static double average(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / Math.max(1, values.length);
  }

  /// The standard error of the mean of at least two.
  private static double error(double[] values, double mean) {
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  private int column(String name) {
    int column = names.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException("there is no metric " + name);
    }
    return column;
  }
}
