package io.waymark.training;

import io.waymark.training.Choice.Part;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Chooses among all personal algorithms on a cut: searches one after the other, the quick ones
/// first, each within its share of the time; then blends any two by a few shares. The first search
/// also decides how interactions weigh, which the others take over: that belongs to the data, and a
/// blend needs one way for both. An algorithm that takes another's place is searched where that one
/// was left out, and nowhere else. What is chosen is best by NDCG@20 of up to [Search#MOST_USERS]
/// users of the cut.
final class Auto {
  /// Multiplications a second that a thread makes on a slow machine.
  private static final double SPEED = 4e9;

  /// Of the budget, what one fit that nothing can stop may take.
  private static final double MOST_OF_BUDGET = 0.1;

  /// Of the budget, when the search of each algorithm ends; one that takes another's place takes
  /// its time, too.
  private static final List<Double> ENDS = List.of(0.25, 0.5, 0.5, 0.9);

  /// Of the best one's quality, what one that is neither the best nor the second must have to be
  /// blended with them.
  private static final double LEAST_PARTNER = 0.9;

  /// Relative; what a more even blend may find less than the best of all and be taken all the same.
  /// Parts err in different ways, so that of what a sample hardly tells apart the even one is the
  /// safer.
  static final double MOST_LOSS = 0.005;

  /// The even one first: it is the safest, and may be all there is time for.
  private static final double[] SHARES = {0.5, 0.25, 0.75};

  /// Of the budget, what blends have at least, however long searches took: a fit that began in time
  /// ends when it ends.
  private static final double LEAST_FOR_BLENDS = 0.1;

  private final Cuts cuts;
  private final InteractionMatrix matrix;
  private final TrainingOptions options;
  private final Workers workers;
  private final Clock clock;
  private final Instant begin;
  private final List<String> tried = new ArrayList<>();
  private final SortedMap<String, String> leftOut = new TreeMap<>();

  Auto(Cuts cuts, TrainingOptions options, Workers workers, Clock clock) {
    this.cuts = cuts;
    this.matrix = cuts.first().training();
    this.options = options;
    this.workers = workers;
    this.clock = clock;
    this.begin = clock.instant();
  }

  private record Candidate(Part part, List<Model> models, Metrics metrics, boolean complete) {
    double quality() {
      return metrics.deciding();
    }
  }

  Choice choose(Progress progress) {
    List<Algorithm> algorithms = Algorithms.PERSONAL;
    List<Candidate> found = new ArrayList<>();
    Settings shared = Settings.NONE;
    for (int at = 0; at < algorithms.size(); at++) {
      Algorithm algorithm = algorithms.get(at);
      Optional<String> other = algorithm.insteadOf();
      if (other.isPresent() && !leftOut.containsKey(leftOut(other.orElseThrow()))) {
        continue;
      }
      Settings fixed = shared.and(options.settings().only(algorithm.settings()));
      Optional<String> obstacle = obstacle(algorithm, fixed, found.isEmpty());
      if (obstacle.isPresent()) {
        leftOut.put(leftOut(algorithm.name()), obstacle.orElseThrow());
        continue;
      }
      double from = 0.95 * at / algorithms.size();
      double to = 0.95 * (at + 1) / algorithms.size();
      Candidate best =
          searched(
              algorithm,
              fixed,
              end(ENDS.get(at)),
              (stage, done) -> progress.at(stage, from + (to - from) * done));
      found.add(best);
      shared = best.part().settings().only(List.of(Weights.NAME));
    }
    found.sort(Comparator.comparingDouble((Candidate each) -> each.quality()).reversed());
    Choice choice = blended(found);
    progress.at("search", 1);
    return choice;
  }

  private static String leftOut(String what) {
    return "search.left_out." + what;
  }

  private Instant end(double share) {
    return begin.plusMillis((long) (options.budget().toMillis() * share));
  }

  private Optional<String> obstacle(Algorithm algorithm, Settings fixed, boolean first) {
    Optional<String> refusal = algorithm.refusal(matrix, fixed);
    if (refusal.isPresent()) {
      return refusal;
    }
    double seconds =
        algorithm.unbrokenWork(matrix) * cuts.each().size() / SPEED / options.threads();
    Duration most = Duration.ofMillis((long) (options.budget().toMillis() * MOST_OF_BUDGET));
    if (seconds * 1000 > most.toMillis()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "one fit may take %.0f s, a tenth of the budget is %.0f s",
              seconds,
              most.toMillis() / 1000.0));
    }
    return first || clock.instant().isBefore(end(1)) ? Optional.empty() : Optional.of("time");
  }

  private Candidate searched(Algorithm algorithm, Settings fixed, Instant end, Progress progress) {
    Search.Found found =
        new Search(algorithm, cuts, options.seed(), workers, clock, end).run(fixed, progress);
    found.tried().forEach(each -> tried.add(algorithm.name() + " " + each));
    Metrics metrics = found.metrics().orElseThrow();
    tried.add(told(algorithm.name(), metrics));
    return new Candidate(
        Part.of(algorithm, found),
        found.models(),
        metrics,
        found.stopped().equals(Search.COMPLETE));
  }

  /// One alone or two blended, measured.
  ///
  /// @param share of the first
  record Option(List<Part> parts, double share, Metrics metrics) {
    double quality() {
      return metrics.deciding();
    }

    /// 0.5 where both of two count alike, 0 for one alone.
    double evenness() {
      return Math.min(share, 1 - share);
    }
  }

  /// Of the best alone and the blends, the safest of those that are about as good as the best. The
  /// first of them is tried in any case, as the first candidate of each search is.
  private Choice blended(List<Candidate> found) {
    Candidate best = found.getFirst();
    List<Option> options = new ArrayList<>();
    options.add(new Option(List.of(best.part()), 1, best.metrics()));
    Instant least =
        clock.instant().plusMillis((long) (this.options.budget().toMillis() * LEAST_FOR_BLENDS));
    Instant end = least.isAfter(end(1)) ? least : end(1);
    for (Pair pair : pairs(found)) {
      List<Part> both = List.of(pair.first().part(), pair.second().part());
      for (double share : SHARES) {
        if (options.size() > 1 && !clock.instant().isBefore(end)) {
          leftOut.put(leftOut("blend"), "time");
          break;
        }
        Option option = new Option(both, share, measured(pair, share));
        tried.add(told("blend of " + Choice.shares(both, share), option.metrics()));
        options.add(option);
      }
    }
    Option chosen = safest(options);
    boolean complete = leftOut.isEmpty() && found.stream().allMatch(Candidate::complete);
    SortedMap<String, String> told =
        Choice.told(complete ? Search.COMPLETE : leftOut.isEmpty() ? "time" : "left out", tried);
    told.putAll(leftOut);
    return new Choice(
        chosen.parts(), chosen.share(), Fading.NONE, Optional.of(chosen.metrics()), told);
  }

  /// The most even of those that come to nearly the best; of equally even ones the better.
  static Option safest(List<Option> options) {
    double least =
        options.stream().mapToDouble(Option::quality).max().orElseThrow() * (1 - MOST_LOSS);
    return options.stream()
        .filter(option -> option.quality() >= least)
        .max(Comparator.comparingDouble(Option::evenness).thenComparingDouble(Option::quality))
        .orElseThrow();
  }

  private record Pair(Candidate first, Candidate second) {}

  /// The best two, and beside them what is nearly as good.
  private static List<Pair> pairs(List<Candidate> found) {
    List<Pair> pairs = new ArrayList<>();
    for (int second = 1; second < found.size(); second++) {
      boolean near = found.get(second).quality() >= LEAST_PARTNER * found.getFirst().quality();
      for (int first = 0; first < second && (second == 1 || near); first++) {
        pairs.add(new Pair(found.get(first), found.get(second)));
      }
    }
    return pairs;
  }

  private Metrics measured(Pair pair, double share) {
    List<Model> blends = new ArrayList<>();
    for (int at = 0; at < cuts.each().size(); at++) {
      blends.add(new Blend(pair.first().models().get(at), share, pair.second().models().get(at)));
    }
    return cuts.measured(blends, Search.MOST_USERS, options.seed(), Metrics.CUTOFFS, workers);
  }

  private static String told(String what, Metrics metrics) {
    return String.format(
        Locale.ROOT, "%s, %d users: ndcg@20=%.5f", what, metrics.users(), metrics.deciding());
  }
}
