package io.waymark.training;

import io.waymark.training.InteractionMatrix.Weighting;
import io.waymark.training.onnx.FadingGraph;
import io.waymark.training.onnx.RecommenderGraph;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/// A model that is asked about histories whose older part counts less. What it learned from is not
/// changed: only what a user's own doings say about the user.
///
/// @param matrix of which users are scored
/// @param weighting what of a user's doings speaks
record FadedModel(Model model, Fading fading, InteractionMatrix matrix, Weighting weighting)
    implements Model {

  @Override
  public Scorer scorer() {
    Csr entries = matrix.entries();
    Exact exact = model.exact();
    return (user, scores) -> {
      int[] oldestFirst =
          IntStream.range(entries.start(user), entries.end(user))
              .filter(
                  at ->
                      switch (weighting) {
                        case TYPED -> entries.value(at) > 0;
                        case EQUAL -> matrix.chosen(at);
                      })
              .boxed()
              .sorted(Comparator.comparingLong(matrix::time))
              .mapToInt(Integer::intValue)
              .toArray();
      int[] items = new int[oldestFirst.length];
      float[] weights = new float[items.length];
      for (int at = 0; at < items.length; at++) {
        items[at] = entries.column(oldestFirst[at]);
        weights[at] = weighting == Weighting.TYPED ? entries.value(oldestFirst[at]) : 1;
      }
      double[] all = exact.scores(items, weights, fading.shares(items.length));
      for (int item = 0; item < scores.length; item++) {
        scores[item] = (float) all[item];
      }
    };
  }

  @Override
  public RecommenderGraph graph() {
    return new FadingGraph(model.graph(), (float) fading.floor(), (float) fading.length());
  }

  @Override
  public Exact exact() {
    Exact exact = model.exact();
    return (items, weights, shares) -> {
      float[] faded = fading.shares(items.length);
      for (int at = 0; at < faded.length; at++) {
        faded[at] *= shares[at];
      }
      return exact.scores(items, weights, faded);
    };
  }

  @Override
  public Optional<Factors> factors() {
    return model.factors();
  }
}
