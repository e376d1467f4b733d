package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Steps towards the solution against the same steps in double precision, and their end against the
/// solution itself.
class RowEquationsTest {
  private static final float PENALTY = 0.7f;

  /// Equations of one row with `entries` of `others` vectors.
  private static final class Made {
    private final int width;
    private final float[][] vectors;
    private final Csr rows;
    private final float[][] shared;
    private final double[][] whole;
    private final double[] side;

    Made(int width, int entries, int others) {
      SplittableRandom random = new SplittableRandom(width + entries);
      this.width = width;
      this.vectors = new float[others][Rows.padded(width)];
      for (float[] vector : vectors) {
        for (int at = 0; at < width; at++) {
          vector[at] = (float) random.nextDouble(-1, 1);
        }
      }
      int[] columns = IntStream.range(0, entries).map(at -> at * others / entries).toArray();
      float[] weights = new float[entries];
      for (int at = 0; at < entries; at++) {
        weights[at] = (float) random.nextDouble(0.5, 2);
      }
      // The row stands second: none may read from the beginning.
      this.rows = new Csr(others, new int[] {0, 0, entries}, columns, weights);
      this.shared = new float[Rows.padded(width)][Rows.padded(width)];
      this.whole = new double[width][width];
      this.side = new double[width];
      for (int at = 0; at < others; at++) {
        add(at, 0.1);
      }
      for (int row = 0; row < width; row++) {
        for (int column = 0; column < width; column++) {
          shared[row][column] = (float) whole[row][column];
        }
        whole[row][row] += PENALTY;
      }
      for (int at = 0; at < entries; at++) {
        add(columns[at], weights[at]);
        for (int row = 0; row < width; row++) {
          side[row] += (double) weights[at] * vectors[columns[at]][row];
        }
      }
    }

    private void add(int vector, double weight) {
      for (int row = 0; row < width; row++) {
        for (int column = 0; column < width; column++) {
          whole[row][column] += weight * vectors[vector][row] * vectors[vector][column];
        }
      }
    }

    private double[] image(double[] of) {
      return Arrays.stream(whole)
          .mapToDouble(row -> IntStream.range(0, width).mapToDouble(k -> row[k] * of[k]).sum())
          .toArray();
    }

    /// Textbook conjugate gradients.
    private double[] stepped(double[] from, int steps) {
      double[] x = from.clone();
      double[] residual = plus(side, -1, image(x));
      double[] direction = residual;
      for (int step = 0; step < steps; step++) {
        double[] image = image(direction);
        double size = product(residual, residual);
        double length = size / product(direction, image);
        x = plus(x, length, direction);
        residual = plus(residual, -length, image);
        direction = plus(residual, product(residual, residual) / size, direction);
      }
      return x;
    }

    private float[] improved(float[] from, int times) {
      float[] x = Arrays.copyOf(from, Rows.padded(width));
      RowEquations equations = new RowEquations(shared, vectors, rows);
      for (int time = 0; time < times; time++) {
        equations.improve(1, PENALTY, x);
      }
      assertThat(Arrays.copyOfRange(x, width, x.length)).isEqualTo(new float[x.length - width]);
      return Arrays.copyOf(x, width);
    }
  }

  private static double[] plus(double[] one, double factor, double[] other) {
    return IntStream.range(0, one.length).mapToDouble(k -> one[k] + factor * other[k]).toArray();
  }

  private static double product(double[] one, double[] other) {
    return IntStream.range(0, one.length).mapToDouble(k -> one[k] * other[k]).sum();
  }

  /// Widths around multiples of four, entries around multiples of eight.
  @ParameterizedTest
  @CsvSource({"5, 1", "7, 7", "64, 8", "64, 9", "65, 16", "66, 1300", "128, 600"})
  void stepsAsTheTextbookSays(int width, int entries) {
    Made made = new Made(width, entries, 1500);
    float[] from = new float[width];
    Arrays.fill(from, 0.05f);
    double[] wanted =
        made.stepped(IntStream.range(0, width).mapToDouble(k -> from[k]).toArray(), 3);
    close(made.improved(from, 1), wanted, 1e-3);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2", "4, 9", "16, 100", "64, 700"})
  void comesToTheSolution(int width, int entries) {
    Made made = new Made(width, entries, 900);
    double[][] right = new double[width][1];
    for (int row = 0; row < width; row++) {
      right[row][0] = made.side[row];
    }
    double[] wanted =
        Arrays.stream(Ridge.solve(made.whole, 0, right)).mapToDouble(row -> row[0]).toArray();
    float[] solved = made.improved(new float[width], 30);
    close(solved, wanted, 1e-4);
    close(made.improved(solved, 1), wanted, 1e-4);
  }

  /// Vectors of nothing but zeros, as of items that nobody has.
  @Test
  void leavesZeroWhereNothingPulls() {
    Csr rows = new Csr(2, new int[] {0, 1}, new int[] {1}, new float[] {1});
    float[] solution = new float[8];
    new RowEquations(new float[8][8], new float[2][8], rows).improve(0, 1, solution);
    assertThat(solution).containsOnly(0);
  }

  /// Heavy penalties make vectors vanish round by round.
  @Test
  void staysFiniteWhereSquaresVanish() {
    Csr rows = new Csr(2, new int[] {0, 1}, new int[] {1}, new float[] {0.1f});
    float[][] vectors = new float[2][8];
    for (float[] vector : vectors) {
      Arrays.fill(vector, 3e-22f);
    }
    float[] solution = new float[8];
    Arrays.fill(solution, 1e-22f);
    new RowEquations(new float[8][8], vectors, rows).improve(0, 0.2f, solution);
    for (float number : solution) {
      assertThat(number).isFinite();
    }
  }

  /// What a long row left behind must not come into a short one.
  @Test
  void forgetsTheRowBefore() {
    Made made = new Made(8, 20, 30);
    Csr two =
        new Csr(
            30,
            new int[] {0, 20, 23},
            IntStream.range(0, 23).map(at -> at % 20).toArray(),
            new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2});
    RowEquations used = new RowEquations(made.shared, made.vectors, two);
    used.improve(0, PENALTY, new float[8]);
    float[] after = new float[8];
    used.improve(1, PENALTY, after);
    float[] alone = new float[8];
    new RowEquations(made.shared, made.vectors, two).improve(1, PENALTY, alone);
    assertThat(after).isEqualTo(alone);
  }

  private static void close(float[] is, double[] wanted, double relative) {
    double norm = Math.sqrt(product(wanted, wanted));
    for (int k = 0; k < is.length; k++) {
      assertThat((double) is[k]).isCloseTo(wanted[k], within(relative * norm));
    }
  }
}
