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
    Csr entries = matrix.entries();
    int positives =
        (int) IntStream.range(0, entries.size()).filter(at -> entries.value(at) > 0).count();
    return positives == 0
        ? 1
        : (float) ((double) matrix.scale() * positive(entries, (int) (positives * 0.99)));
  }

  /// The positive value that so many do not exceed. Bits of positive floats rise as these do: it is
  /// found by its upper half of them, then by its lower one, without a sorted copy of all.
  private static float positive(Csr entries, int rank) {
    int[] upper = new int[1 << 16];
    for (int at = 0; at < entries.size(); at++) {
      if (entries.value(at) > 0) {
        upper[Float.floatToRawIntBits(entries.value(at)) >>> 16]++;
      }
    }
    int left = rank;
    int high = 0;
    while (left >= upper[high]) {
      left -= upper[high++];
    }
    int[] lower = new int[1 << 16];
    for (int at = 0; at < entries.size(); at++) {
      int bits = Float.floatToRawIntBits(entries.value(at));
      if (bits >>> 16 == high) {
        lower[bits & 0xffff]++;
      }
    }
    int low = 0;
    while (left >= lower[low]) {
      left -= lower[low++];
    }
    return Float.intBitsToFloat(high << 16 | low);
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
