package io.waymark.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lists of the two simplest recommenders there are, with their first settings, to be seen beside
/// every other: popularity, and item neighbours.
public final class Baselines {
  /// What [#segment] can say, in order.
  public static final List<String> SEGMENTS = List.of("0", "1-4", "5-19", "20-99", "100+");

  private static final List<Algorithm> ALL = List.of(new Popularity(), new Neighbours());

  private static final int[] LEAST_MET = {1, 5, 20, 100};

  private final InteractionMatrix matrix;
  private final Map<String, Integer> rows = new HashMap<>();

  /// @param matrix that the lists which are measured were learned from
  public Baselines(InteractionMatrix matrix) {
    this.matrix = matrix;
    matrix.users().forEach(user -> rows.put(user, rows.size()));
  }

  /// Their names, as algorithms have them.
  public static List<String> names() {
    return ALL.stream().map(Algorithm::name).toList();
  }

  /// Takes the slots of lists, best first.
  public interface Slots {
    void add(String user, String item, double position);
  }

  /// Lists for users, without what they met; of neighbours none for those who met nothing.
  public void recommend(String name, Set<String> users, int count, int threads, Slots slots) {
    Algorithm algorithm =
        ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    Choice choice = Choice.of(algorithm, Search.Found.first(algorithm, matrix, Settings.NONE));
    try (Workers workers = new Workers(threads)) {
      Model model = choice.fitted(matrix, TrainingOptions.DEFAULT_SEED, workers, Progress.NONE);
      Model.Scorer scorer = model.scorer();
      float[] scores = new float[matrix.items().size()];
      int[] anyone = {};
      for (String user : users) {
        Optional<Integer> row = Optional.ofNullable(rows.get(user));
        if (row.isPresent()) {
          scorer.score(row.orElseThrow(), scores);
          leaveOut(row.orElseThrow(), scores);
          add(user, Evaluation.top(scores, count), slots);
        } else if (algorithm instanceof Popularity) {
          anyone = anyone.length > 0 ? anyone : ofAnyone(scorer, scores, count);
          add(user, anyone, slots);
        }
      }
    }
  }

  private static int[] ofAnyone(Model.Scorer scorer, float[] scores, int count) {
    scorer.score(0, scores);
    return Evaluation.top(scores, count);
  }

  private void leaveOut(int row, float[] scores) {
    Csr entries = matrix.entries();
    for (int at = entries.start(row); at < entries.end(row); at++) {
      scores[entries.column(at)] = Float.NEGATIVE_INFINITY;
    }
  }

  private void add(String user, int[] ranked, Slots slots) {
    for (int rank = 0; rank < ranked.length; rank++) {
      slots.add(user, matrix.items().get(ranked[rank]), rank);
    }
  }

  /// How common the items of the matrix are.
  public RankedLists.Commonness commonness() {
    Csr entries = matrix.entries();
    int[] met = new int[matrix.items().size()];
    for (int at = 0; at < entries.size(); at++) {
      met[entries.column(at)]++;
    }
    Map<String, Integer> byItem = new HashMap<>();
    for (int item = 0; item < met.length; item++) {
      byItem.put(matrix.items().get(item), met[item]);
    }
    return new RankedLists.Commonness(matrix.users().size(), byItem);
  }

  /// How many items a user met, one of [#SEGMENTS].
  public String segment(String user) {
    Optional<Integer> row = Optional.ofNullable(rows.get(user));
    int met = row.map(at -> matrix.entries().end(at) - matrix.entries().start(at)).orElse(0);
    int segment = 0;
    for (int least : LEAST_MET) {
      segment += met >= least ? 1 : 0;
    }
    return SEGMENTS.get(segment);
  }
}
