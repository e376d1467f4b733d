package io.waymark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Items that the same users chose: each item of a history speaks for its nearest neighbours,
/// `neighbours` of them. How near two items are is `Σ_u L[u][i] R[u][j]` over the users of both,
/// `measure` saying what `L` and `R` make of a weight:
///
/// - `cosine`: divided by the length of the item's column;
/// - `tfidf`: the same, after weighing users by how little they choose;
/// - `bm25`: these weights, saturating, and less for items chosen often (`k1` 1.2, `b` 0.75);
/// - `walk`: a walk from an item to a user of it to an item of hers, divided by the popularity of
///   where it ends to the power of `beta` (RP3β; Paudel et al. 2017).
///
/// Cost: the sum over users of the square of their entries.
///
/// Settings: `measure`, `neighbours`, `beta`, `weights`.
final class Neighbours implements Algorithm {
  static final String NAME = "neighbours";
  static final String MEASURE = "measure";
  static final String COUNT = "neighbours";
  static final String BETA = "beta";

  private static final List<String> NAMES = List.of(MEASURE, COUNT, BETA, Weights.NAME);
  private static final int DEFAULT_COUNT = 200;
  private static final int FEW = 50;
  private static final double MIDDLE_BETA = 0.4;
  private static final double BETA_STEP = 0.2;

  /// It matters as much as the measure does: from the middle alone a walk can look worse than it
  /// is.
  private static final double[] BETAS = {MIDDLE_BETA, 0.2, 0.6};

  @Override
  public String name() {
    return NAME;
  }

  /// How near items are.
  enum Measure {
    WALK,
    BM25,
    TFIDF,
    COSINE;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Measure of(Settings settings) {
      String text = settings.text(MEASURE).orElse(WALK.text());
      return Arrays.stream(values())
          .filter(each -> each.text().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "setting measure must be walk, bm25, tfidf or cosine, not '" + text + "'"));
    }
  }

  @Override
  public List<String> settings() {
    return NAMES;
  }

  @Override
  public void check(Settings settings) {
    settings.allow(NAME, NAMES);
    Measure measure = Measure.of(settings);
    if (measure != Measure.WALK && settings.text(BETA).isPresent()) {
      throw new IllegalArgumentException(
          "setting beta belongs to measure walk; %s has none".formatted(measure.text()));
    }
    int _ = count(settings);
    double _ = beta(settings);
    InteractionMatrix.Weighting _ = Weights.weighting(settings);
  }

  private static int count(Settings settings) {
    return settings.whole(COUNT, DEFAULT_COUNT, 1, Ease.MOST_DENSE);
  }

  private static double beta(Settings settings) {
    return settings.number(BETA, MIDDLE_BETA, 0, 2);
  }

  /// Every measure, walks of three kinds, with as many neighbours as are given or usual.
  @Override
  public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
    List<Settings> all = new ArrayList<>();
    for (Settings weighted : Weights.of(matrix, fixed)) {
      for (Measure measure :
          fixed.text(MEASURE).isPresent() ? new Measure[] {Measure.of(fixed)} : Measure.values()) {
        Settings settings = weighted.with(MEASURE, measure.text()).with(COUNT, count(fixed));
        boolean free = fixed.text(BETA).isEmpty();
        if (measure != Measure.WALK) {
          all.add(settings);
        } else {
          for (double beta : free ? BETAS : new double[] {beta(fixed)}) {
            all.add(settings.with(BETA, beta));
          }
        }
      }
    }
    return all;
  }

  @Override
  public List<Settings> near(Settings best, Settings fixed) {
    List<Settings> near = new ArrayList<>();
    if (Measure.of(best) == Measure.WALK && fixed.text(BETA).isEmpty()) {
      for (double beta : new double[] {beta(best) + BETA_STEP, beta(best) - BETA_STEP}) {
        if (beta > -BETA_STEP / 2 && beta < 1 + BETA_STEP / 2) {
          near.add(best.with(BETA, Math.round(beta * 10) / 10.0));
        }
      }
    }
    if (fixed.text(COUNT).isEmpty()) {
      near.add(best.with(COUNT, FEW));
    }
    return near;
  }

  @Override
  public int rounds(Settings settings) {
    return 1;
  }

  @Override
  public Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers) {
    return new Once(settings, each -> fitted(matrix, each, workers));
  }

  private static Model fitted(InteractionMatrix matrix, Settings settings, Workers workers) {
    Csr entries = matrix.positives(Weights.weighting(settings));
    Sides sides = Sides.of(entries, Measure.of(settings), beta(settings));
    return NeighboursModel.of(
        matrix.items().size(),
        count(settings),
        entries,
        Weights.scale(matrix, settings),
        workers,
        () -> sides::row);
  }

  /// The two factors of nearness.
  ///
  /// @param left item by item
  /// @param right user by user
  record Sides(Csr left, Csr right) {
    private static final double K1 = 1.2;
    private static final double B = 0.75;

    static Sides of(Csr entries, Measure measure, double beta) {
      double[] ofUser = sums(entries, false);
      double[] ofItem = sums(entries.transposed(), false);
      return switch (measure) {
        case COSINE -> alike(unit(entries));
        case TFIDF ->
            alike(
                unit(
                    entries.valued(
                        (user, at) -> (float) (entries.value(at) * rarity(entries, user)))));
        case BM25 -> alike(saturated(entries, ofItem));
        case WALK -> {
          Csr left =
              entries.valued(
                  (user, at) -> (float) (entries.value(at) / ofItem[entries.column(at)]));
          Csr right =
              entries.valued(
                  (user, at) ->
                      (float)
                          (entries.value(at)
                              / ofUser[user]
                              / Math.pow(ofItem[entries.column(at)], beta)));
          yield new Sides(left.transposed(), right);
        }
      };
    }

    private static Sides alike(Csr entries) {
      return new Sides(entries.transposed(), entries);
    }

    private static Csr saturated(Csr entries, double[] ofItem) {
      double mean = Arrays.stream(ofItem).average().orElse(1);
      return entries.valued(
          (user, at) -> {
            double weight = entries.value(at);
            double length = 1 - B + B * ofItem[entries.column(at)] / mean;
            return (float) (weight * (K1 + 1) / (K1 * length + weight) * rarity(entries, user));
          });
    }

    /// More for users who choose little; never 0.
    private static double rarity(Csr entries, int user) {
      double count = (double) entries.end(user) - entries.start(user);
      return Math.log((1.0 + entries.columnCount()) / (0.5 + count));
    }

    /// Columns of length 1.
    private static Csr unit(Csr entries) {
      double[] squares = sums(entries.transposed(), true);
      return entries.valued(
          (user, at) -> (float) (entries.value(at) / Math.sqrt(squares[entries.column(at)])));
    }

    private static double[] sums(Csr rows, boolean squared) {
      double[] sums = new double[rows.rowCount()];
      for (int row = 0; row < sums.length; row++) {
        for (int at = rows.start(row); at < rows.end(row); at++) {
          double value = rows.value(at);
          sums[row] += squared ? value * value : value;
        }
      }
      return sums;
    }

    float[] row(int item, float[] room) {
      for (int of = left.start(item); of < left.end(item); of++) {
        float own = left.value(of);
        int user = left.column(of);
        for (int at = right.start(user); at < right.end(user); at++) {
          room[right.column(at)] += own * right.value(at);
        }
      }
      return room;
    }
  }
}
