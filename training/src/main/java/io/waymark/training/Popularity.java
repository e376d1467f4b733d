package io.waymark.training;

import io.waymark.model.DailyCounts;
import io.waymark.training.onnx.PopularityGraph;
import io.waymark.training.onnx.RecommenderGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// The same list for everyone: items by what users chose, where a choice counts half after every
/// `half_life_days` before the newest one (0: time does not matter). What a choice counts is
/// `counts`. The baseline of every other algorithm, hence as strong as something so simple can be:
/// a search tries every way of counting, among them the one that the held-out part counts by.
final class Popularity implements Algorithm {
  static final String NAME = "popularity";
  static final String HALF_LIFE = "half_life_days";
  static final String COUNTS = "counts";

  private static final double[] HALF_LIVES = {0, 180, 30, 7};
  private static final double MOST_DAYS = 36_500;
  private static final double DAY = 86_400_000;

  @Override
  public String name() {
    return NAME;
  }

  /// What one choice of an item counts.
  enum Counting {
    /// 1, whatever came of it: all that a held-out part asks for.
    CHOSEN,
    /// 1 where it pleased.
    LIKED,
    /// Its weight where it pleased.
    WEIGHED;

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Counting of(Settings settings) {
      String text = settings.text(COUNTS).orElse(CHOSEN.text());
      return Arrays.stream(values())
          .filter(each -> each.text().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "setting counts must be chosen, liked or weighed, not '" + text + "'"));
    }

    private float of(InteractionMatrix matrix, int at) {
      float value = matrix.entries().value(at);
      return switch (this) {
        case CHOSEN -> matrix.chosen(at) ? 1 : 0;
        case LIKED -> value > 0 ? 1 : 0;
        case WEIGHED -> Math.max(value, 0);
      };
    }
  }

  @Override
  public List<String> settings() {
    return List.of(HALF_LIFE, COUNTS);
  }

  @Override
  public void check(Settings settings) {
    settings.allow(NAME, settings());
    double _ = halfLife(settings, 0);
    Counting _ = Counting.of(settings);
  }

  private static double halfLife(Settings settings, double otherwise) {
    return settings.number(HALF_LIFE, otherwise, 0, MOST_DAYS);
  }

  @Override
  public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
    double given = halfLife(fixed, -1);
    Counting counting = Counting.of(fixed);
    double[] halfLives =
        given >= 0 || !matrix.timed() ? new double[] {Math.max(given, 0)} : HALF_LIVES;
    boolean one = fixed.text(COUNTS).isPresent() || !matrix.weighs();
    List<Settings> all = new ArrayList<>();
    for (Counting each : one ? new Counting[] {counting} : Counting.values()) {
      for (double days : halfLives) {
        all.add(fixed.with(COUNTS, each.text()).with(HALF_LIFE, days));
      }
    }
    return all;
  }

  @Override
  public int rounds(Settings settings) {
    return 1;
  }

  @Override
  public Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers) {
    return new Counted(matrix, settings, 0);
  }

  private static float[] counts(InteractionMatrix matrix, Settings settings) {
    return counts(matrix, Counting.of(settings), halfLife(settings, 0));
  }

  /// Choices per item, decayed.
  static float[] counts(InteractionMatrix matrix, Counting counting, double halfLifeDays) {
    Csr entries = matrix.entries();
    long newest = InteractionMatrix.NO_TIME;
    for (int at = 0; at < entries.size(); at++) {
      newest = Math.max(newest, matrix.time(at));
    }
    double[] counts = new double[matrix.items().size()];
    for (int at = 0; at < entries.size(); at++) {
      counts[entries.column(at)] +=
          counting.of(matrix, at) * decay(matrix.time(at), newest, halfLifeDays);
    }
    float[] rounded = new float[counts.length];
    for (int item = 0; item < counts.length; item++) {
      rounded[item] = (float) counts[item];
    }
    return rounded;
  }

  /// Users per item and day who liked it, by the newest day of each.
  static DailyCounts daily(InteractionMatrix matrix) {
    Csr entries = matrix.entries();
    long newest =
        IntStream.range(0, entries.size())
            .filter(at -> entries.value(at) > 0)
            .mapToLong(matrix::time)
            .max()
            .orElse(InteractionMatrix.NO_TIME);
    Csr byItem =
        entries
            .mapped(
                (row, at) -> {
                  long day = day(newest) - day(matrix.time(at));
                  boolean counts =
                      entries.value(at) > 0
                          && matrix.time(at) != InteractionMatrix.NO_TIME
                          && day < DailyCounts.DAYS;
                  return counts ? (float) day : Csr.Choice.DROP;
                })
            .transposed();
    int[] starts = new int[matrix.items().size() + 1];
    byte[] days = new byte[byItem.size()];
    int[] counts = new int[byItem.size()];
    int size = 0;
    for (int item = 0; item < byItem.rowCount(); item++) {
      int[] ofDay = new int[DailyCounts.DAYS];
      for (int at = byItem.start(item); at < byItem.end(item); at++) {
        ofDay[(int) byItem.value(at)]++;
      }
      for (int day = 0; day < ofDay.length; day++) {
        if (ofDay[day] > 0) {
          days[size] = (byte) day;
          counts[size++] = ofDay[day];
        }
      }
      starts[item + 1] = size;
    }
    return new DailyCounts(starts, Arrays.copyOf(days, size), Arrays.copyOf(counts, size));
  }

  /// In UTC, since 1970.
  private static long day(long millis) {
    return Math.floorDiv(millis, (long) DAY);
  }

  private static double decay(long time, long newest, double halfLifeDays) {
    if (halfLifeDays == 0 || time == InteractionMatrix.NO_TIME) {
      return 1;
    }
    return Math.pow(2, -((double) newest - time) / DAY / halfLifeDays);
  }

  /// Counting is done in one step, when the model is asked for.
  private static final class Counted implements Learner {
    private final InteractionMatrix matrix;
    private final Settings settings;
    private int round;

    Counted(InteractionMatrix matrix, Settings settings, int round) {
      this.matrix = matrix;
      this.settings = settings;
      this.round = round;
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
    public Learner continuedWith(Settings other) {
      return new Counted(matrix, other, round);
    }

    @Override
    public Model model() {
      return new Ranked(counts(matrix, settings));
    }
  }

  private static final class Ranked implements Model {
    private final float[] counts;

    Ranked(float[] counts) {
      this.counts = counts;
    }

    @Override
    public Scorer scorer() {
      return (user, scores) -> System.arraycopy(counts, 0, scores, 0, counts.length);
    }

    @Override
    public RecommenderGraph graph() {
      return new PopularityGraph(counts);
    }

    @Override
    public Exact exact() {
      double[] scores = new double[counts.length];
      for (int item = 0; item < scores.length; item++) {
        scores[item] = counts[item];
      }
      return (_, _, _) -> scores;
    }

    @Override
    public Optional<Factors> factors() {
      return Optional.empty();
    }
  }
}
