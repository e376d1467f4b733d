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
/// first, each within its share of the time; then blends the best two by a few shares. The first
/// search also decides how interactions weigh, which the others take over: that belongs to the
/// data, and a blend needs one way for both. An algorithm that takes another's place is searched
/// where that one was left out, and nowhere else. What is chosen is best by NDCG@20 of up to
/// [Search#MOST_USERS] users of the cut.
final class Auto {
  /// Multiplications a second that a thread makes on a slow machine.
  private static final double SPEED = 4e9;

  /// Of the budget, what one fit that nothing can stop may take.
  private static final double MOST_OF_BUDGET = 0.1;

  /// Of the budget, when the search of each algorithm ends; one that takes another's place takes
  /// its time, too.
  private static final List<Double> ENDS = List.of(0.25, 0.5, 0.5, 0.9);

  private static final double[] SHARES = {0.25, 0.5, 0.75};

  private final Cut cut;
  private final TrainingOptions options;
  private final Workers workers;
  private final Clock clock;
  private final Instant begin;
  private final List<String> tried = new ArrayList<>();
  private final SortedMap<String, String> leftOut = new TreeMap<>();

  Auto(Cut cut, TrainingOptions options, Workers workers, Clock clock) {
    this.cut = cut;
    this.options = options;
    this.workers = workers;
    this.clock = clock;
    this.begin = clock.instant();
  }

  private record Candidate(Part part, Model model, Metrics metrics, boolean complete) {}

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
    found.sort(
        Comparator.comparingDouble((Candidate each) -> each.metrics().deciding()).reversed());
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
    Optional<String> refusal = algorithm.refusal(cut.training(), fixed);
    if (refusal.isPresent()) {
      return refusal;
    }
    double seconds = algorithm.unbrokenWork(cut.training()) / SPEED / options.threads();
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
        new Search(algorithm, cut, options.seed(), workers, clock, end).run(fixed, progress);
    found.tried().forEach(each -> tried.add(algorithm.name() + " " + each));
    Metrics metrics = found.metrics().orElseThrow();
    tried.add(told(algorithm.name(), metrics));
    return new Candidate(
        Part.of(algorithm, found),
        found.model().orElseThrow(),
        metrics,
        found.stopped().equals(Search.COMPLETE));
  }

  /// The best alone, or with the second best where that is better.
  private Choice blended(List<Candidate> found) {
    Candidate best = found.getFirst();
    List<Part> parts = List.of(best.part());
    double chosen = 1;
    Metrics metrics = best.metrics();
    if (found.size() > 1) {
      Candidate second = found.get(1);
      List<Part> both = List.of(best.part(), second.part());
      int[] deciding = cut.askedUsers(Search.MOST_USERS, options.seed());
      double least = metrics.deciding() * (1 + Search.LEAST_GAIN);
      for (double share : SHARES) {
        if (!clock.instant().isBefore(end(1))) {
          leftOut.put(leftOut("blend"), "time");
          break;
        }
        Blend blend = new Blend(best.model(), share, second.model());
        Metrics measured = Evaluation.of(blend, cut, deciding, Metrics.CUTOFFS, workers);
        tried.add(told("blend of " + Choice.shares(both, share), measured));
        if (measured.deciding() > Math.max(least, metrics.deciding())) {
          parts = both;
          chosen = share;
          metrics = measured;
        }
      }
    }
    boolean complete = leftOut.isEmpty() && found.stream().allMatch(Candidate::complete);
    SortedMap<String, String> told =
        Choice.told(complete ? Search.COMPLETE : leftOut.isEmpty() ? "time" : "left out", tried);
    told.putAll(leftOut);
    return new Choice(parts, chosen, Fading.NONE, Optional.of(metrics), told);
  }

  private static String told(String what, Metrics metrics) {
    return String.format(
        Locale.ROOT, "%s, %d users: ndcg@20=%.5f", what, metrics.users(), metrics.deciding());
  }
}
