package io.waymark.cli.bench;

import io.waymark.model.scan.ScanPlan;
import io.waymark.training.onnx.FoldIn;
import io.waymark.training.onnx.FoldInGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Item vectors as a factor model has them: a seeded mixture of tastes, with noise around each. The
/// same for the same numbers. Not a record, because of the array.
final class MadeVectors {
  private static final int TASTES = 200;

  /// Users of as many events, of which the model is taken to have been trained.
  private static final int EVENTS = 50;

  private static final float LAMBDA = 0.004f;
  private static final float WEIGHT = 8;

  private final float[] values;
  private final int width;

  private MadeVectors(float[] values, int width) {
    this.values = values;
    this.width = width;
  }

  static MadeVectors of(int items, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] tastes = new float[TASTES * width];
    for (int at = 0; at < tastes.length; at++) {
      tastes[at] = (float) random.nextGaussian();
    }
    float[] values = new float[Math.multiplyExact(items, width)];
    for (int item = 0; item < items; item++) {
      int taste = random.nextInt(TASTES) * width;
      for (int at = 0; at < width; at++) {
        values[item * width + at] =
            (float) (0.7 * tastes[taste + at] + 0.5 * random.nextGaussian()) / width;
      }
    }
    return new MadeVectors(values, width);
  }

  int items() {
    return values.length / width;
  }

  /// Writes the graph that serves them.
  ///
  /// @return how a scan serves them
  ScanPlan write(Path file) throws IOException {
    float a0 = WEIGHT * EVENTS / items();
    return new FoldInGraph(
            values, width, gram(), new FoldIn(FoldIn.Loss.ALL_PAIRS, a0, LAMBDA, 0, 1))
        .write(file);
  }

  private float[] gram() {
    double[] sum = new double[width * width];
    for (int from = 0; from < values.length; from += width) {
      for (int row = 0; row < width; row++) {
        double own = values[from + row];
        for (int column = 0; column < width; column++) {
          sum[row * width + column] += own * values[from + column];
        }
      }
    }
    float[] gram = new float[sum.length];
    for (int at = 0; at < sum.length; at++) {
      gram[at] = (float) sum[at];
    }
    return gram;
  }
}
