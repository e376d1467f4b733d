package io.waymark.training;

import io.waymark.training.onnx.PopularityGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The same list for everyone: items by the number of users who chose them, where a choice counts
/// half after every `half_life_days` before the newest one (0: time does not matter). The baseline
/// of every other algorithm.
final class Popularity implements Algorithm {
  static final String NAME = "popularity";
  static final String HALF_LIFE = "half_life_days";

  private static final double[] HALF_LIVES = {0, 180, 30, 7};
  private static final double DAY = 86_400_000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
    fixed.allow(NAME, List.of(HALF_LIFE));
    double given = fixed.number(HALF_LIFE, -1);
    if (given >= 0 || !matrix.timed()) {
      return List.of(fixed.with(HALF_LIFE, Math.max(given, 0)));
    }
    List<Settings> all = new ArrayList<>();
    for (double days : HALF_LIVES) {
      all.add(fixed.with(HALF_LIFE, days));
    }
    return all;
  }

  @Override
  public int rounds(Settings settings) {
    return 1;
  }

  @Override
  public Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers) {
    return new Counting(matrix, counts(matrix, settings.number(HALF_LIFE, 0)));
  }

  /// Positives per item, decayed.
  static float[] counts(InteractionMatrix matrix, double halfLifeDays) {
    Csr entries = matrix.entries();
    long newest = InteractionMatrix.NO_TIME;
    for (int at = 0; at < entries.size(); at++) {
      newest = Math.max(newest, matrix.time(at));
    }
    double[] counts = new double[matrix.items().size()];
    for (int at = 0; at < entries.size(); at++) {
      if (entries.value(at) > 0) {
        counts[entries.column(at)] += decay(matrix.time(at), newest, halfLifeDays);
      }
    }
    float[] rounded = new float[counts.length];
    for (int item = 0; item < counts.length; item++) {
      rounded[item] = (float) counts[item];
    }
    return rounded;
  }

  private static double decay(long time, long newest, double halfLifeDays) {
    if (halfLifeDays == 0 || time == InteractionMatrix.NO_TIME) {
      return 1;
    }
    return Math.pow(2, -((double) newest - time) / DAY / halfLifeDays);
  }

  private static final class Counting implements Learner {
    private final InteractionMatrix matrix;
    private final float[] counts;
    private int round;

    Counting(InteractionMatrix matrix, float[] counts) {
      this.matrix = matrix;
      this.counts = counts;
    }

    @Override
    public int round() {
      return round;
    }

    @Override
    public void step() {
      round++;
    }

    @Override
    public Learner continuedWith(Settings settings) {
      return new Counting(matrix, counts(matrix, settings.number(HALF_LIFE, 0)));
    }

    @Override
    public Model model() {
      return new Counted(counts);
    }
  }

  private static final class Counted implements Model {
    private final float[] counts;

    Counted(float[] counts) {
      this.counts = counts;
    }

    @Override
    public Scorer scorer() {
      return (user, scores) -> System.arraycopy(counts, 0, scores, 0, counts.length);
    }

    @Override
    public void writeGraph(Path file) throws IOException {
      new PopularityGraph(counts).write(file);
    }

    @Override
    public Optional<Factors> factors() {
      return Optional.empty();
    }
  }
}
