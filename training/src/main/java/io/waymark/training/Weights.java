package io.waymark.training;

import io.waymark.training.InteractionMatrix.Weighting;
import java.util.List;
import java.util.stream.IntStream;

/// The setting `weights` that personal algorithms share: `typed` or `equal`.
final class Weights {
  /// Also what tells the service, in the manifest, what of a history the model takes.
  static final String NAME = "weights";

  private Weights() {}

  static Weighting weighting(Settings settings) {
    return switch (settings.text(NAME).orElse("typed")) {
      case "typed" -> Weighting.TYPED;
      case "equal" -> Weighting.EQUAL;
      default -> throw new IllegalArgumentException("setting weights must be typed or equal");
    };
  }

  /// What the weights of a history are multiplied with; 0: every positive weight counts 1.
  static float scale(InteractionMatrix matrix, Settings settings) {
    return weighting(settings) == Weighting.TYPED ? matrix.scale() : 0;
  }

  /// What 99 of 100 entries weigh at most, multiplied by [#scale].
  static float heaviest(InteractionMatrix matrix, Settings settings) {
    if (weighting(settings) == Weighting.EQUAL) {
      return 1;
    }
    double[] weights =
        IntStream.range(0, matrix.entries().values().length)
            .mapToDouble(at -> matrix.entries().value(at))
            .filter(weight -> weight > 0)
            .sorted()
            .toArray();
    return weights.length == 0
        ? 1
        : (float) (matrix.scale() * weights[(int) (weights.length * 0.99)]);
  }

  /// The ways of weighing that are to be tried on `matrix`, each with everything that is fixed.
  static List<Settings> of(InteractionMatrix matrix, Settings fixed) {
    if (fixed.text(NAME).isPresent()) {
      return List.of(fixed);
    }
    Settings equal = fixed.with(NAME, "equal");
    return matrix.weighs() ? List.of(equal, fixed.with(NAME, "typed")) : List.of(equal);
  }
}
