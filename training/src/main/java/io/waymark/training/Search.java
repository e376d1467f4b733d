package io.waymark.training;

import io.waymark.training.Algorithm.Learner;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds settings on a cut by successive halving: all candidates start from a few shared rounds of
/// the first one and go on for a few rounds of their own; the best third goes on further; the best
/// of these until it stops improving. Where one round is all there is, the search goes on from the
/// best to settings near it instead. Measured by NDCG@20 on a sample of users, the winner in the
/// end on up to [#MOST_USERS] of them.
final class Search {
  /// Enough users that sampling decides less than settings do.
  private static final int SAMPLE = 2_000;

  /// Users that winners are compared on; more would tell nothing that is worth its time.
  static final int MOST_USERS = 5_000;

  private static final int SHARED_ROUNDS = 3;
  private static final int FIRST_ROUNDS = 2;
  private static final int SECOND_ROUNDS = 4;
  private static final int ROUNDS_BETWEEN_CHECKS = 2;

  /// Gains below this, relative, are noise.
  static final double LEAST_GAIN = 0.001;

  /// What [Found#stopped] says where nothing ended a search before.
  static final String COMPLETE = "complete";

  private final Algorithm algorithm;
  private final Cut cut;
  private final long seed;
  private final Workers workers;
  private final Clock clock;
  private final Instant end;
  private final int[] sample;
  private final List<String> tried = new ArrayList<>();
  private boolean outOfTime;

  /// @param end after which nothing new is begun
  Search(Algorithm algorithm, Cut cut, long seed, Workers workers, Clock clock, Instant end) {
    this.algorithm = algorithm;
    this.cut = cut;
    this.seed = seed;
    this.workers = workers;
    this.clock = clock;
    this.end = end;
    this.sample = cut.askedUsers(SAMPLE, seed);
  }

  /// What a search came to.
  ///
  /// @param rounds that served it best
  /// @param model with these, of the cut's training part; empty where nothing was tried
  /// @param metrics on up to [#MOST_USERS] users of the cut; empty where nothing was tried
  /// @param stopped `complete`, or what ended it before
  /// @param tried every candidate measured, in words
  record Found(
      Settings settings,
      int rounds,
      Optional<Model> model,
      Optional<Metrics> metrics,
      String stopped,
      List<String> tried) {
    Found {
      tried = List.copyOf(tried);
    }

    /// Where there is nothing to choose by: what a search would begin with.
    static Found first(Algorithm algorithm, InteractionMatrix matrix, Settings fixed) {
      Settings settings = algorithm.candidates(matrix, fixed).getFirst();
      return new Found(
          settings,
          algorithm.rounds(settings),
          Optional.empty(),
          Optional.empty(),
          "validation too small",
          List.of());
    }
  }

  private record Candidate(
      Settings settings, Learner learner, int rounds, Model model, double quality) {}

  Found run(Settings fixed, Progress progress) {
    List<Settings> all = algorithm.candidates(cut.training(), fixed);
    int most = algorithm.rounds(fixed);
    Learner shared = algorithm.begin(cut.training(), all.getFirst(), seed, workers);
    advance(shared, Math.min(SHARED_ROUNDS, all.size() == 1 ? 0 : most - 1));
    List<Candidate> running = new ArrayList<>();
    int share = Math.min(FIRST_ROUNDS, Math.max(1, most - shared.round()));
    for (Settings settings : all) {
      if (!running.isEmpty() && timeIsUp()) {
        break;
      }
      running.add(measured(settings, shared.continuedWith(settings), share));
      if (most == 1) {
        // Nothing will go on: one model after the other may be let go.
        running = best(running, 1);
      }
      progress.at("search", 0.6 * tried.size() / all.size());
    }
    if (most == 1) {
      running = List.of(climbed(running.getFirst(), fixed));
    }
    List<Candidate> best = best(running, (running.size() + 2) / 3);
    if (running.size() > 1) {
      List<Candidate> further = new ArrayList<>();
      for (Candidate each : best) {
        int left = Math.min(SECOND_ROUNDS, most - each.learner().round());
        further.add(
            left < 1 || timeIsUp() ? each : measured(each.settings(), each.learner(), left));
        progress.at("search", 0.6 + 0.25 * further.size() / best.size());
      }
      best = best(further, 1);
    }
    Candidate winner = untilSettled(best.getFirst(), fixed, most, progress);
    Metrics metrics =
        Evaluation.of(
            winner.model(), cut, cut.askedUsers(MOST_USERS, seed), Metrics.CUTOFFS, workers);
    progress.at("search", 1);
    return new Found(
        winner.settings(),
        winner.rounds(),
        Optional.of(winner.model()),
        Optional.of(metrics),
        outOfTime ? "time" : COMPLETE,
        tried);
  }

  /// Goes from settings to better ones near them, while there are any.
  private Candidate climbed(Candidate from, Settings fixed) {
    Set<Settings> seen = new HashSet<>(algorithm.candidates(cut.training(), fixed));
    Candidate best = from;
    boolean better = true;
    while (better) {
      better = false;
      for (Settings settings : algorithm.near(best.settings(), fixed)) {
        if (better || !seen.add(settings) || timeIsUp()) {
          continue;
        }
        Candidate next =
            measured(settings, algorithm.begin(cut.training(), settings, seed, workers), 1);
        better = next.quality() > best.quality();
        best = better ? next : best;
      }
    }
    return best;
  }

  /// Goes on while it helps; with a given number of iterations exactly so far.
  private Candidate untilSettled(Candidate from, Settings fixed, int most, Progress progress) {
    boolean given = fixed.text(Ials.ITERATIONS).isPresent();
    Candidate best = from;
    Learner learner = from.learner();
    while (learner.round() < most && !timeIsUp()) {
      Candidate next =
          measured(
              from.settings(), learner, Math.min(ROUNDS_BETWEEN_CHECKS, most - learner.round()));
      progress.at("search", 0.85 + 0.14 * learner.round() / most);
      boolean better = next.quality() > best.quality() * (1 + LEAST_GAIN);
      if (better || given) {
        best = next;
      } else {
        break;
      }
    }
    return best;
  }

  private Candidate measured(Settings settings, Learner learner, int more) {
    advance(learner, learner.round() + more);
    Model model = learner.model();
    double quality = Evaluation.of(model, cut, sample, List.of(20), workers).get(Metrics.DECIDING);
    tried.add(
        String.format(
            Locale.ROOT, "%s rounds=%d ndcg@20=%.5f", settings, learner.round(), quality));
    return new Candidate(settings, learner, learner.round(), model, quality);
  }

  private static void advance(Learner learner, int rounds) {
    while (learner.round() < rounds) {
      learner.step();
    }
  }

  private static List<Candidate> best(List<Candidate> from, int count) {
    return from.stream()
        .sorted(Comparator.comparingDouble(Candidate::quality).reversed())
        .limit(count)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private boolean timeIsUp() {
    outOfTime |= !clock.instant().isBefore(end);
    return outOfTime;
  }
}
