package io.waymark.training;

import io.waymark.training.onnx.BlendGraph;
import io.waymark.training.onnx.RecommenderGraph;
import java.util.Optional;

/// Two models as one: the scores of each, standardised over all items of a user to a mean of 0 and
/// a deviation of 1, added by shares. Of an item that must not come by one of them that one says 0;
/// it comes where the other lets it.
///
/// @param share of the first, 0 to 1; the rest is the second's
record Blend(Model first, double share, Model second) implements Model {
  /// As in the graph.
  private static final double TINY = 1e-20;

  @Override
  public Scorer scorer() {
    Scorer one = first.scorer();
    Scorer other = second.scorer();
    return (user, scores) -> {
      float[] others = new float[scores.length];
      one.score(user, scores);
      other.score(user, others);
      double[] sum = sum(doubles(scores), doubles(others));
      for (int item = 0; item < scores.length; item++) {
        scores[item] = (float) sum[item];
      }
    };
  }

  private static double[] doubles(float[] scores) {
    double[] copy = new double[scores.length];
    for (int at = 0; at < copy.length; at++) {
      copy[at] = scores[at];
    }
    return copy;
  }

  @Override
  public RecommenderGraph graph() {
    return new BlendGraph(first.graph(), (float) share, second.graph());
  }

  @Override
  public Exact exact() {
    Exact one = first.exact();
    Exact other = second.exact();
    return (items, weights, shares) ->
        sum(one.scores(items, weights, shares), other.scores(items, weights, shares));
  }

  private double[] sum(double[] one, double[] other) {
    Standard ofOne = Standard.of(one);
    Standard ofOther = Standard.of(other);
    double[] sum = new double[one.length];
    for (int item = 0; item < sum.length; item++) {
      boolean out =
          one[item] == Double.NEGATIVE_INFINITY && other[item] == Double.NEGATIVE_INFINITY;
      sum[item] =
          out
              ? Double.NEGATIVE_INFINITY
              : share * ofOne.score(one[item]) + (1 - share) * ofOther.score(other[item]);
    }
    return sum;
  }

  private record Standard(double mean, double deviation) {
    static Standard of(double[] scores) {
      double total = 0;
      for (double score : scores) {
        total += said(score);
      }
      double mean = total / scores.length;
      double squares = 0;
      for (double score : scores) {
        double off = said(score) - mean;
        squares += off * off;
      }
      return new Standard(mean, Math.max(Math.sqrt(squares / scores.length), TINY));
    }

    private static double said(double score) {
      return score == Double.NEGATIVE_INFINITY ? 0 : score;
    }

    double score(double score) {
      return (said(score) - mean) / deviation;
    }
  }

  @Override
  public Optional<Factors> factors() {
    return first.factors().or(second::factors);
  }
}
