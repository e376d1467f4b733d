package io.waymark.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// [Ease] for catalogues whose whole item-item matrix does not fit: each item is regressed on a few
/// others only, `predictors` of them, exactly ([Regressions]). Which ones may differ from item to
/// item, so that the pattern need not be symmetric; this is Steck's sparse Markov random field
/// (2019, "Markov Random Fields for Collaborative Filtering") where every item keeps its own
/// neighbourhood. With as many predictors as items it is EASE.
///
/// Of what an item of a history says about others only the largest numbers, `width` of them, stay
/// in the graph, and with these the model is measured.
///
/// Cost: for each item the cube of its predictors over 6, and a pass over the entries of these;
/// memory does not grow with the square of anything but them.
///
/// Settings: `l2`, `predictors`, `width`, `weights`.
final class SparseEase implements Algorithm {
  static final String NAME = "sparse-ease";
  static final String PREDICTORS = "predictors";
  static final String WIDTH = "width";

  private static final List<String> NAMES = List.of(Ease.L2, PREDICTORS, WIDTH, Weights.NAME);
  private static final int DEFAULT_PREDICTORS = 200;
  private static final int MOST_PREDICTORS = 1_024;
  private static final int DEFAULT_WIDTH = 256;

  /// Where large catalogues, most of them chosen little, are near their best; on the way there from
  /// where [Ease] begins a search would spend its time.
  private static final double BEGIN = 64;

  private static final int CHUNK = 16;

  /// Regressions that are looked at to tell how much work all of them are.
  private static final int SAMPLE = 64;

  private final long memory;

  SparseEase() {
    this(Runtime.getRuntime().maxMemory());
  }

  /// @param memory bytes that everything may take
  SparseEase(long memory) {
    this.memory = memory;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> settings() {
    return NAMES;
  }

  @Override
  public Optional<String> insteadOf() {
    return Optional.of(Ease.NAME);
  }

  @Override
  public void check(Settings settings) {
    settings.allow(NAME, NAMES);
    double _ = l2(settings);
    int _ = predictors(settings);
    int _ = width(settings);
    InteractionMatrix.Weighting _ = Weights.weighting(settings);
  }

  private static double l2(Settings settings) {
    return Ease.l2(settings, BEGIN);
  }

  private static int predictors(Settings settings) {
    return settings.whole(PREDICTORS, DEFAULT_PREDICTORS, 1, MOST_PREDICTORS);
  }

  private static int width(Settings settings) {
    return settings.whole(WIDTH, DEFAULT_WIDTH, 1, Ease.MOST_DENSE);
  }

  @Override
  public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
    List<Settings> all = new ArrayList<>();
    for (Settings weighted : Weights.of(matrix, fixed)) {
      all.add(
          weighted
              .with(Ease.L2, l2(fixed))
              .with(PREDICTORS, predictors(fixed))
              .with(WIDTH, width(fixed)));
    }
    return all;
  }

  @Override
  public List<Settings> near(Settings best, Settings fixed) {
    return Ease.besides(best, fixed);
  }

  @Override
  public int rounds(Settings settings) {
    return 1;
  }

  /// The weights twice while they are turned, by item predicted and by item of a history, and two
  /// models: the best so far and the next one.
  @Override
  public Optional<String> refusal(InteractionMatrix matrix, Settings settings) {
    long items = matrix.items().size();
    long needed =
        items * 16 * (Math.min(predictors(settings), items) + Math.min(width(settings), items));
    long most = (long) (Ease.MEMORY_SHARE * memory);
    return needed <= most
        ? Optional.empty()
        : Optional.of(
            "sparse-ease needs %d bytes for %d items, and may take %d here; give Java more memory or set predictors or width to less"
                .formatted(needed, items, most));
  }

  /// As a sample of the items tells, with the settings that a search begins with.
  @Override
  public double unbrokenWork(InteractionMatrix matrix) {
    int items = matrix.items().size();
    Csr entries = matrix.positives(InteractionMatrix.Weighting.EQUAL);
    Regressions regressions =
        new Regressions(entries, entries.transposed(), DEFAULT_PREDICTORS, BEGIN);
    int step = Math.max(1, items / SAMPLE);
    double work = 0;
    int asked = 0;
    for (int item = 0; item < items; item += step) {
      work += regressions.work(item);
      asked++;
    }
    return work / asked * items;
  }

  @Override
  public Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers) {
    return new Once(settings, each -> fitted(matrix, each, workers));
  }

  private static Model fitted(InteractionMatrix matrix, Settings settings, Workers workers) {
    Csr entries = matrix.positives(Weights.weighting(settings));
    Csr weights = weights(entries, predictors(settings), l2(settings), workers);
    return NeighboursModel.of(
        matrix.items().size(),
        width(settings),
        entries,
        Weights.scale(matrix, settings),
        workers,
        () ->
            (item, row) -> {
              for (int at = weights.start(item); at < weights.end(item); at++) {
                row[weights.column(at)] = weights.value(at);
              }
              return row;
            });
  }

  /// Row by row what an item says about others.
  static Csr weights(Csr entries, int predictors, double l2, Workers workers) {
    return byPredicted(entries, predictors, l2, workers).transposed();
  }

  private static Csr byPredicted(Csr entries, int predictors, double l2, Workers workers) {
    int items = entries.columnCount();
    Csr byItem = entries.transposed();
    Regressions.Solution[] solutions = new Regressions.Solution[items];
    workers.each(
        (items + CHUNK - 1) / CHUNK,
        () -> {
          Regressions regressions = new Regressions(entries, byItem, predictors, l2);
          return chunk -> {
            for (int item = chunk * CHUNK; item < Math.min(items, (chunk + 1) * CHUNK); item++) {
              solutions[item] = regressions.of(item);
            }
          };
        });
    int[] starts = new int[items + 1];
    for (int item = 0; item < items; item++) {
      starts[item + 1] = Math.addExact(starts[item], solutions[item].predictors().length);
    }
    int[] columns = new int[starts[items]];
    float[] values = new float[starts[items]];
    for (int item = 0; item < items; item++) {
      Regressions.Solution solution = solutions[item];
      System.arraycopy(
          solution.predictors(), 0, columns, starts[item], solution.predictors().length);
      System.arraycopy(solution.weights(), 0, values, starts[item], solution.weights().length);
    }
    return new Csr(items, starts, columns, values);
  }
}
