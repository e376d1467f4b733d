package io.waymark.training;

import io.waymark.training.InteractionMatrix.Weighting;
import io.waymark.training.onnx.FoldIn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Implicit alternating least squares with exact solves (Hu, Koren, Volinsky 2008) in the
/// parametrisation of Rendle, Krichene, Zhang, Koren (2021, "Revisiting the performance of iALS"):
/// vectors `u`, `v` that minimise
///
///     Σ_observed w (1 − u·v)² + a0 Σ_all (u·v)² + λ Σ_u (W_u + a0 |I|) |u|² + λ Σ_i (W_i + a0 |U|) |v|²
///
/// with `W` the sum of the weights of a user's or an item's entries. A round solves all items, then
/// all users, so that users are always the exact fold-in of their entries. Cost of a round: entries
/// · f² + (users + items) · f³ / 3 multiplications.
///
/// Settings: `factors` 64, `a0`, `lambda`, `iterations`, `weights` (`typed` or `equal`). With `a0`
/// or `lambda` at 0 the equations have no solution or many.
final class Ials implements Algorithm {
  static final String NAME = "ials";
  static final String FACTORS = "factors";
  static final String A0 = "a0";
  static final String LAMBDA = "lambda";
  static final String ITERATIONS = "iterations";

  private static final List<String> NAMES = List.of(FACTORS, A0, LAMBDA, ITERATIONS, Weights.NAME);
  private static final int DEFAULT_FACTORS = 64;
  private static final int MOST_FACTORS = 512;
  private static final double LEAST_WEIGHT = 1e-6;
  private static final double MOST_WEIGHT = 1000;
  private static final int MOST_ITERATIONS = 1000;

  /// Quality has settled by then on every set we measured; more rounds only fit noise.
  private static final int MOST_ROUNDS = 20;

  /// What all that was not observed weighs, together, beside what was; and λ. Published good values
  /// of a0 on sets of very different density (MovieLens 1M and 20M, MSD) lie at 6 to 30 times. The
  /// less the unobserved weighs, the more has to be regularised, so the grid runs along that
  /// diagonal.
  private static final double[][] GRID = {
    {8, 0.004}, {8, 0.012}, {3.5, 0.01}, {3.5, 0.03}, {20, 0.002}, {20, 0.006}
  };

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> settings() {
    return NAMES;
  }

  @Override
  public void check(Settings settings) {
    settings.allow(NAME, NAMES);
    int _ = factors(settings);
    float _ = a0(settings);
    float _ = lambda(settings);
    int _ = rounds(settings);
    Weighting _ = Weights.weighting(settings);
  }

  /// The middle of the grid first.
  @Override
  public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
    int factors = factors(fixed);
    double density =
        matrix.entries().size()
            / Math.max(1.0, (double) matrix.users().size() * matrix.items().size());
    List<Settings> grid = new ArrayList<>();
    for (double[] point : GRID) {
      for (Settings base : Weights.of(matrix, fixed)) {
        Settings settings = base.with(FACTORS, factors);
        if (fixed.text(A0).isEmpty()) {
          settings = settings.with(A0, rounded(point[0] * density));
        }
        if (fixed.text(LAMBDA).isEmpty()) {
          settings = settings.with(LAMBDA, point[1]);
        }
        if (!grid.contains(settings)) {
          grid.add(settings);
        }
      }
    }
    return grid;
  }

  /// To two digits, which is more than it can matter.
  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.1e", Math.max(value, LEAST_WEIGHT)));
  }

  @Override
  public int rounds(Settings settings) {
    return settings.whole(ITERATIONS, MOST_ROUNDS, 1, MOST_ITERATIONS);
  }

  @Override
  public Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers) {
    int factors = factors(settings);
    Rounds rounds = new Rounds(matrix, workers, settings, factors);
    rounds.start(seed);
    return rounds;
  }

  private static int factors(Settings settings) {
    return settings.whole(FACTORS, DEFAULT_FACTORS, 1, MOST_FACTORS);
  }

  private static float a0(Settings settings) {
    return (float) settings.number(A0, 0.1, LEAST_WEIGHT, MOST_WEIGHT);
  }

  private static float lambda(Settings settings) {
    return (float) settings.number(LAMBDA, 0.005, LEAST_WEIGHT, MOST_WEIGHT);
  }

  private static final class Rounds implements Learner {
    private static final int CHUNK = 64;

    private final InteractionMatrix matrix;
    private final Workers workers;
    private final Settings settings;
    private final int factors;
    private final float a0;
    private final float lambda;
    private final Csr byUser;
    private final Csr byItem;
    private float[] users;
    private float[] items;
    private int round;

    Rounds(InteractionMatrix matrix, Workers workers, Settings settings, int factors) {
      this.matrix = matrix;
      this.workers = workers;
      this.settings = settings;
      this.factors = factors;
      this.a0 = a0(settings);
      this.lambda = lambda(settings);
      this.byUser = matrix.positives(Weights.weighting(settings));
      this.byItem = byUser.transposed();
      this.users = new float[matrix.users().size() * factors];
      this.items = new float[matrix.items().size() * factors];
    }

    private void start(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double deviation = 0.1 / Math.sqrt(factors);
      for (int at = 0; at < items.length; at++) {
        items[at] = (float) (random.nextGaussian() * deviation);
      }
      users = solved(byUser, items, users.length);
    }

    @Override
    public int round() {
      return round;
    }

    @Override
    public void step() {
      items = solved(byItem, users, items.length);
      users = solved(byUser, items, users.length);
      round++;
    }

    @Override
    public Learner continuedWith(Settings other) {
      Rounds next = new Rounds(matrix, workers, other, factors);
      next.users = users;
      next.items = items;
      next.round = round;
      return next;
    }

    @Override
    public Model model() {
      return new IalsModel(
          new Factors(factors, users, items),
          new FoldIn(
              FoldIn.Loss.ALL_PAIRS,
              a0,
              lambda,
              Weights.scale(matrix, settings),
              Weights.heaviest(matrix, settings)));
    }

    /// One side given the other: row by row `(a0 YᵀY + Σ w y yᵀ + λ (W + a0 n) I) x = Σ w y`.
    private float[] solved(Csr rows, float[] others, int length) {
      int otherCount = rows.columnCount();
      float[] gram = Gram.of(others, otherCount, factors, workers);
      for (int at = 0; at < gram.length; at++) {
        gram[at] *= a0;
      }
      float[] result = new float[length];
      int chunks = (rows.rowCount() + CHUNK - 1) / CHUNK;
      workers.each(
          chunks,
          () -> {
            float[][] system = Gram.room(factors);
            float[] side = new float[factors];
            Gram.Sum sum = new Gram.Sum(factors);
            return chunk -> {
              int end = Math.min(rows.rowCount(), (chunk + 1) * CHUNK);
              for (int row = chunk * CHUNK; row < end; row++) {
                if (rows.start(row) < rows.end(row)) {
                  fill(rows, row, others, gram, sum, system, side);
                  Gram.solve(system, side, factors);
                  System.arraycopy(side, 0, result, row * factors, factors);
                }
              }
            };
          });
      return result;
    }

    private void fill(
        Csr rows,
        int row,
        float[] others,
        float[] gram,
        Gram.Sum sum,
        float[][] system,
        float[] side) {
      for (int at = 0; at < factors; at++) {
        System.arraycopy(gram, at * factors, system[at], 0, factors);
      }
      Arrays.fill(side, 0);
      int from = rows.start(row);
      int to = rows.end(row);
      sum.add(system, side, others, rows.columns(), rows.values(), from, to);
      float weight = 0;
      for (int at = from; at < to; at++) {
        weight += rows.value(at);
      }
      float penalty = lambda * (weight + a0 * rows.columnCount());
      for (int at = 0; at < factors; at++) {
        system[at][at] += penalty;
      }
    }
  }
}
