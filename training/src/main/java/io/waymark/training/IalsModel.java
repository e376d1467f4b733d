package io.waymark.training;

import io.waymark.training.onnx.FoldIn;
import io.waymark.training.onnx.FoldInGraph;
import io.waymark.training.onnx.RecommenderGraph;
import java.util.Arrays;
import java.util.Optional;

/// Vectors of users and items; a score is their product.
final class IalsModel implements Model {
  private final Factors factors;
  private final FoldIn equations;

  IalsModel(Factors factors, FoldIn equations) {
    this.factors = factors;
    this.equations = equations;
  }

  @Override
  public Scorer scorer() {
    int width = factors.width();
    float[][] items = factors.itemRows();
    int count = items.length;
    // Factor by factor, so that the inner loop runs along the items.
    float[][] turned = new float[Rows.padded(width)][count];
    for (int item = 0; item < count; item++) {
      for (int factor = 0; factor < width; factor++) {
        turned[factor][item] = items[item][factor];
      }
    }
    return (user, scores) -> {
      Arrays.fill(scores, 0);
      float[] own = Arrays.copyOf(factors.userRows()[user], turned.length);
      for (int at = 0; at < own.length; at += 4) {
        Rows.addFour(scores, own[at], own[at + 1], own[at + 2], own[at + 3], turned, at, 0, count);
      }
    };
  }

  @Override
  public RecommenderGraph graph() {
    int width = factors.width();
    try (Workers workers = new Workers(1)) {
      float[] gram = Gram.of(factors.itemRows(), width, workers);
      return new FoldInGraph(factors.items(), width, gram, equations);
    }
  }

  @Override
  public Exact exact() {
    return new ExactFoldIn(factors, equations);
  }

  @Override
  public Optional<Factors> factors() {
    return Optional.of(factors);
  }
}
