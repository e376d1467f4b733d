package io.waymark.training;

import io.waymark.training.Algorithm.Learner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds settings on a cut by successive halving: all candidates start from a few shared rounds of
/// the first one and go on for a few rounds of their own, and then settings near the best, as long
/// as these are better; the best third goes on further; the best of these until it stops improving.
/// Of a candidate the best of all looks counts, since what learns quickly may soon learn noise.
/// Measured by NDCG@20 on a sample of users, the winner in the end on up to [#MOST_USERS] of them.
final class Search {
  /// Enough users that sampling decides less than settings do.
  private static final int SAMPLE = 2_000;

  /// Users that winners are compared on; more would tell nothing that is worth its time.
  static final int MOST_USERS = 5_000;

  private static final int SHARED_ROUNDS = 3;
  private static final int FIRST_ROUNDS = 6;
  private static final int SECOND_ROUNDS = 4;
  private static final int ROUNDS_BETWEEN_CHECKS = 2;

  /// Gains below this, relative, are noise.
  static final double LEAST_GAIN = 0.001;

  /// What [Found#stopped] says where nothing ended a search before.
  static final String COMPLETE = "complete";

  private final Algorithm algorithm;
  private final Cuts cuts;
  private final InteractionMatrix matrix;
  private final long seed;
  private final Workers workers;
  private final Clock clock;
  private final Instant end;
  private final List<String> tried = new ArrayList<>();
  private boolean outOfTime;

  /// @param end after which nothing new is begun
  Search(Algorithm algorithm, Cuts cuts, long seed, Workers workers, Clock clock, Instant end) {
    this.algorithm = algorithm;
    this.cuts = cuts;
    this.matrix = cuts.first().training();
    this.seed = seed;
    this.workers = workers;
    this.clock = clock;
    this.end = end;
  }

  /// What a search came to.
  ///
  /// @param rounds that served it best
  /// @param models with these, of each cut's training part; none where nothing was tried
  /// @param metrics on up to [#MOST_USERS] users of each cut; empty where nothing was tried
  /// @param stopped `complete`, or what ended it before
  /// @param tried every candidate measured, in words
  record Found(
      Settings settings,
      int rounds,
      List<Model> models,
      Optional<Metrics> metrics,
      String stopped,
      List<String> tried) {
    Found {
      models = List.copyOf(models);
      tried = List.copyOf(tried);
    }

    /// Where there is nothing to choose by: what a search would begin with.
    static Found first(Algorithm algorithm, InteractionMatrix matrix, Settings fixed) {
      Settings settings = algorithm.candidates(matrix, fixed).getFirst();
      return new Found(
          settings,
          algorithm.rounds(settings),
          List.of(),
          Optional.empty(),
          "validation too small",
          List.of());
    }
  }

  private record Candidate(
      Settings settings, Learners learners, int rounds, List<Model> models, double quality) {}

  /// One learner for each cut, all as far as the others.
  private record Learners(List<Learner> each) {
    int round() {
      return each.getFirst().round();
    }

    void advance(int rounds) {
      for (Learner learner : each) {
        while (learner.round() < rounds) {
          learner.step();
        }
      }
    }

    Learners continuedWith(Settings settings) {
      return new Learners(each.stream().map(one -> one.continuedWith(settings)).toList());
    }

    List<Model> models() {
      return each.stream().map(Learner::model).toList();
    }
  }

  private Learners begun(Settings settings) {
    return new Learners(
        cuts.each().stream()
            .map(cut -> algorithm.begin(cut.training(), settings, seed, workers))
            .toList());
  }

  Found run(Settings fixed, Progress progress) {
    List<Settings> all = algorithm.candidates(matrix, fixed);
    int most = algorithm.rounds(fixed);
    Learners shared = begun(all.getFirst());
    shared.advance(Math.min(SHARED_ROUNDS, all.size() == 1 ? 0 : most - 1));
    int first = Math.min(ROUNDS_BETWEEN_CHECKS, Math.max(1, most - shared.round()));
    int halfway = Math.min(most, shared.round() + FIRST_ROUNDS);
    boolean given = fixed.text(Ials.ITERATIONS).isPresent();
    Function<Settings, Candidate> look =
        settings ->
            further(measured(settings, shared.continuedWith(settings), first), halfway, given);
    List<Candidate> running = new ArrayList<>();
    int begun = 0;
    while (begun < all.size() && (running.isEmpty() || !timeIsUp())) {
      running.add(look.apply(all.get(begun++)));
      dropped(running, most);
      progress.at("search", 0.6 * begun / all.size());
    }
    climb(running, fixed, most, look);
    List<Candidate> best = best(running, (running.size() + 2) / 3);
    if (running.size() > 1) {
      List<Candidate> further = new ArrayList<>();
      for (Candidate each : best) {
        int until = Math.min(most, each.learners().round() + SECOND_ROUNDS);
        further.add(further(each, until, given));
        progress.at("search", 0.6 + 0.25 * further.size() / best.size());
      }
      best = best(further, 1);
    }
    Candidate winner = untilSettled(best.getFirst(), given, most, progress);
    Metrics metrics = cuts.measured(winner.models(), MOST_USERS, seed, Metrics.CUTOFFS, workers);
    progress.at("search", 1);
    return new Found(
        winner.settings(),
        winner.rounds(),
        winner.models(),
        Optional.of(metrics),
        outOfTime ? "time" : COMPLETE,
        tried);
  }

  /// Goes from the best settings to better ones near them, while there are any. Where candidates go
  /// on afterwards, half of the time that is left is theirs, and no more of them stay than there
  /// were.
  private void climb(
      List<Candidate> running, Settings fixed, int most, Function<Settings, Candidate> look) {
    Set<Settings> seen = new HashSet<>(algorithm.candidates(matrix, fixed));
    int kept = running.size();
    Instant now = clock.instant();
    Instant until = most == 1 ? end : now.plus(Duration.between(now, end).dividedBy(2));
    double enough = most == 1 ? 1 : 1 + LEAST_GAIN;
    boolean better = true;
    while (better) {
      better = false;
      Candidate best = best(running, 1).getFirst();
      for (Settings settings : algorithm.near(best.settings(), fixed)) {
        if (!better && seen.add(settings) && !timeIsUp() && clock.instant().isBefore(until)) {
          Candidate next = look.apply(settings);
          better = next.quality() > best.quality() * enough;
          running.add(next);
          running.retainAll(best(running, kept));
        }
      }
    }
  }

  /// Where nothing will go on, one model after the other is let go.
  private static void dropped(List<Candidate> running, int most) {
    if (most == 1) {
      running.retainAll(best(running, 1));
    }
  }

  /// Goes on to so many rounds. The best of all looks is what counts; where their number is given,
  /// the last.
  private Candidate further(Candidate from, int rounds, boolean given) {
    Candidate best = from;
    Learners learners = from.learners();
    while (learners.round() < rounds && !timeIsUp()) {
      int more = Math.min(ROUNDS_BETWEEN_CHECKS, rounds - learners.round());
      Candidate next = measured(from.settings(), learners, more);
      best = given || next.quality() > best.quality() ? next : best;
    }
    return best;
  }

  /// Goes on while it helps; with a given number of iterations exactly so far.
  private Candidate untilSettled(Candidate from, boolean given, int most, Progress progress) {
    Candidate best = from;
    Learners learners = from.learners();
    while (learners.round() < most && !timeIsUp()) {
      Candidate next =
          measured(
              from.settings(), learners, Math.min(ROUNDS_BETWEEN_CHECKS, most - learners.round()));
      progress.at("search", 0.85 + 0.14 * learners.round() / most);
      boolean better = next.quality() > best.quality() * (1 + LEAST_GAIN);
      if (better || given) {
        best = next;
      } else {
        break;
      }
    }
    return best;
  }

  private Candidate measured(Settings settings, Learners learners, int more) {
    learners.advance(learners.round() + more);
    List<Model> models = learners.models();
    double quality = cuts.measured(models, SAMPLE, seed, List.of(20), workers).deciding();
    tried.add(
        String.format(
            Locale.ROOT, "%s rounds=%d ndcg@20=%.5f", settings, learners.round(), quality));
    return new Candidate(settings, learners, learners.round(), models, quality);
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
