package io.waymark.training.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Tells how many steps of conjugate gradients a graph has to unroll for the vectors it holds.
///
/// That depends on how the eigenvalues of a history's system lie. So histories are made up, of one
/// taste and of all, short and long, and solved here in double precision until they stand still.
final class ConjugateGradients {
  /// Up to as many items as the service reads of a history.
  private static final int[] LENGTHS = {5, 20, 100};

  /// Histories of each kind and length.
  private static final int HISTORIES = 8;

  /// A tenth of what the contract allows.
  private static final double GOOD = 1e-4;

  private static final int LEAST_STEPS = 3;
  private static final int MOST_STEPS = 40;

  private final float[] vectors;
  private final int width;
  private final float[] penalties;
  private final FoldIn equations;

  /// For the history systems of [FoldInGraph].
  ///
  /// @param vectors of all items, whitened, row by row
  /// @param penalties what one unit of what is penalised adds to each axis
  ConjugateGradients(float[] vectors, int width, float[] penalties, FoldIn equations) {
    this.vectors = vectors;
    this.width = width;
    this.penalties = penalties;
    this.equations = equations;
  }

  /// So many that the users' vectors are right to four digits.
  int steps() {
    int items = vectors.length / width;
    int histories = Math.min(HISTORIES, items);
    int[] largestFirst = ordered(items, item -> product(item, item));
    int most = LEAST_STEPS;
    for (int each = 0; each < histories; each++) {
      int seed = largestFirst[(int) ((long) each * items / histories)];
      int[] alike = ordered(items, item -> product(seed, item));
      int[] mixed =
          IntStream.iterate(each, at -> at < items, at -> at + histories)
              .map(at -> largestFirst[at])
              .toArray();
      for (int length : LENGTHS) {
        for (float weight : new float[] {1, equations.heaviest()}) {
          most = Math.max(most, steps(first(alike, length), weight));
          most = Math.max(most, steps(first(mixed, length), weight));
        }
      }
    }
    return most;
  }

  private static int[] first(int[] items, int length) {
    return Arrays.copyOf(items, Math.min(length, items.length));
  }

  private interface Score {
    double of(int item);
  }

  private static int[] ordered(int items, Score score) {
    double[] scores = IntStream.range(0, items).mapToDouble(score::of).toArray();
    return IntStream.range(0, items)
        .boxed()
        .sorted((left, right) -> Double.compare(scores[right], scores[left]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double product(int left, int right) {
    double sum = 0;
    for (int axis = 0; axis < width; axis++) {
      sum += (double) vectors[left * width + axis] * vectors[right * width + axis];
    }
    return sum;
  }

  /// For one history, all items of which weigh the same.
  private int steps(int[] history, float weight) {
    double[][] coupling = coupling(history, weight);
    double[][] after = new double[MOST_STEPS][history.length];
    double[] rest = new double[history.length];
    Arrays.fill(rest, 1);
    double[] direction = rest.clone();
    double[] solution = new double[history.length];
    double norm = product(rest, rest);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] image = sum(times(coupling, direction), 1, direction);
      double length = norm / Math.max(product(direction, image), Double.MIN_NORMAL);
      solution = sum(solution, length, direction);
      after[step] = solution;
      rest = sum(rest, -length, image);
      double next = product(rest, rest);
      direction = sum(rest, next / Math.max(norm, Double.MIN_NORMAL), direction);
      norm = next;
    }
    double tolerated = GOOD * size(coupling, solution);
    int enough = MOST_STEPS;
    while (enough > LEAST_STEPS
        && size(coupling, sum(solution, -1, after[enough - 2])) <= tolerated) {
      enough--;
    }
    return enough;
  }

  /// `U C⁻¹ Uᵀ` of the history.
  private double[][] coupling(int[] history, float weight) {
    double[][] coupling = new double[history.length][history.length];
    double penalised = equations.penalised(history.length * (double) weight, history.length);
    for (int row = 0; row < history.length; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = 0;
        for (int axis = 0; axis < width; axis++) {
          sum +=
              (double) weight
                  * vectors[history[row] * width + axis]
                  * vectors[history[column] * width + axis]
                  / (1 + penalised * penalties[axis]);
        }
        coupling[row][column] = sum;
        coupling[column][row] = sum;
      }
    }
    return coupling;
  }

  /// How long the user's vector is that a solution makes.
  private static double size(double[][] coupling, double[] solution) {
    return Math.sqrt(Math.max(0, product(times(coupling, solution), solution)));
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int row = 0; row < vector.length; row++) {
      product[row] = product(matrix[row], vector);
    }
    return product;
  }

  private static double[] sum(double[] left, double factor, double[] right) {
    double[] sum = new double[left.length];
    for (int at = 0; at < left.length; at++) {
      sum[at] = left[at] + factor * right[at];
    }
    return sum;
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int at = 0; at < left.length; at++) {
      sum += left[at] * right[at];
    }
    return sum;
  }
}
