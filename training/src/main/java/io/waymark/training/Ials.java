package io.waymark.training;

import io.waymark.training.InteractionMatrix.Weighting;
import io.waymark.training.onnx.FoldIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Implicit alternating least squares (Hu, Koren, Volinsky 2008) in the parametrisation of Rendle,
/// Krichene, Zhang, Koren (2021, "Revisiting the performance of iALS"): vectors `u`, `v` that
/// minimise
///
///     Σ_observed w (1 − u·v)² + a0 Σ_all (u·v)² + λ Σ_u (W_u + a0 |I|) |u|² + λ Σ_i (W_i + a0 |U|) |v|²
///
/// with `W` the sum of the weights of a user's or an item's entries. A round moves all items towards
/// their solutions, then all users, as [RowEquations] says; its cost is about entries · 16 f +
/// (users + items) · 5 f² multiplications.
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

  /// Between the two λ of each a0, and to those beyond them.
  private static final double STEP = 3;

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

  /// As far from `best` in λ as the two of the grid are from each other, so that steps there and
  /// back lead to the same. Between them nothing was worth another fit on any set we measured;
  /// beyond them it is on sets of few tastes.
  @Override
  public List<Settings> near(Settings best, Settings fixed) {
    double lambda = lambda(best);
    return fixed.text(LAMBDA).isPresent()
        ? List.of()
        : Stream.of(stepped(lambda, 1), stepped(lambda, -1))
            .filter(other -> other >= LEAST_WEIGHT && other <= MOST_WEIGHT)
            .map(other -> best.with(LAMBDA, rounded(other)))
            .toList();
  }

  /// So many steps from `lambda`, counted from the λ of the grid from which it is nearest to whole
  /// steps: it was rounded on the way.
  private static double stepped(double lambda, int steps) {
    double from = lambda;
    double least = 1;
    for (double[] point : GRID) {
      double away = Math.log(lambda / point[1]) / Math.log(STEP);
      double off = Math.abs(away - Math.rint(away));
      if (off < least) {
        least = off;
        from = point[1] * Math.pow(STEP, Math.rint(away));
      }
    }
    return from * Math.pow(STEP, steps);
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
    private final int padded;
    private float[][] users;
    private float[][] items;
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
      this.padded = Rows.padded(factors);
      this.users = new float[matrix.users().size()][padded];
      this.items = new float[matrix.items().size()][padded];
    }

    private void start(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double deviation = 0.1 / Math.sqrt(factors);
      for (float[] item : items) {
        for (int at = 0; at < factors; at++) {
          item[at] = (float) (random.nextGaussian() * deviation);
        }
      }
      users = improved(byUser, items, users);
    }

    @Override
    public int round() {
      return round;
    }

    @Override
    public void step() {
      items = improved(byItem, users, items);
      users = improved(byUser, items, users);
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

    /// One side given the other: row by row `(a0 YᵀY + Σ w y yᵀ + λ (W + a0 n) I) x = Σ w y`, from
    /// where `x` stood. Nothing is known of a row without entries: its vector is 0.
    private float[][] improved(Csr rows, float[][] others, float[][] before) {
      float[] gram = Gram.of(others, factors, workers);
      float[][] shared = new float[padded][padded];
      for (int at = 0; at < gram.length; at++) {
        shared[at / factors][at % factors] = a0 * gram[at];
      }
      float[][] result = new float[before.length][];
      int chunks = (rows.rowCount() + CHUNK - 1) / CHUNK;
      workers.each(
          chunks,
          () -> {
            RowEquations equations = new RowEquations(shared, others, rows);
            return chunk -> {
              int end = Math.min(rows.rowCount(), (chunk + 1) * CHUNK);
              for (int row = chunk * CHUNK; row < end; row++) {
                boolean empty = rows.start(row) == rows.end(row);
                result[row] = empty ? new float[padded] : before[row].clone();
                if (!empty) {
                  equations.improve(row, penalty(rows, row), result[row]);
                }
              }
            };
          });
      return result;
    }

    private float penalty(Csr rows, int row) {
      float weight = 0;
      for (int at = rows.start(row); at < rows.end(row); at++) {
        weight += rows.value(at);
      }
      return lambda * (weight + a0 * rows.columnCount());
    }
  }
}
