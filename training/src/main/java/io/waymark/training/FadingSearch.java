package io.waymark.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Chooses how what a user did fades, for a model that is chosen already. Two questions are asked:
/// what comes next (each user's newest fifth), and what else belongs to the user (a part at
/// random). Fading helps with the first and costs with the second; which of them matters, no file
/// of interactions can tell. So it is as strong as it can be while the second loses less than
/// [#MOST_LOSS]: what it gains is then nearly for nothing.
final class FadingSearch {
  /// As in manifests, where the time did not suffice for all of it.
  private static final String LEFT_OUT = "search.left_out.fading";

  /// Relative; less than what seeds make of a difference.
  static final double MOST_LOSS = 0.003;

  /// Relative; below this a model is better off without more operations.
  private static final double LEAST_GAIN = 0.01;

  /// From weak to strong, so that one that costs too much ends the way.
  private static final double[] FLOORS = {0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};

  private static final double[] LENGTHS = {20, 5};

  /// More users would cost more than they tell.
  private static final int MOST_USERS = 1_000;

  private final InteractionMatrix matrix;
  private final TrainingOptions options;
  private final Workers workers;
  private final Clock clock;
  private final Instant end;

  /// @param matrix to learn and choose on
  /// @param end after which nothing new is begun
  FadingSearch(
      InteractionMatrix matrix,
      TrainingOptions options,
      Workers workers,
      Clock clock,
      Instant end) {
    this.matrix = matrix;
    this.options = options;
    this.workers = workers;
    this.clock = clock;
    this.end = end;
  }

  /// One of the two questions.
  private record Question(Cuts cuts, List<Model> models, double unfaded) {}

  /// The choice, with the fading that suits it.
  Choice faded(Choice choice, Progress progress) {
    if (!matrix.timed() || !choice.personal()) {
      return choice;
    }
    Cut newest = Cut.newest(matrix, options.seed(), Parts.LEAST_ENTRIES);
    Cuts scattered = Cuts.scattered(matrix, ~options.seed(), Parts.LEAST_ENTRIES);
    int users = Math.min(newest.askedUsers().length, scattered.first().askedUsers().length);
    if (users < Parts.LEAST_USERS) {
      return choice;
    }
    if (timeIsUp()) {
      return withoutTime(choice);
    }
    Instant begin = clock.instant();
    Question next = question(choice, new Cuts(List.of(newest)));
    progress.at("search", 0.4);
    Duration another = Duration.between(begin, clock.instant());
    if (!clock.instant().plus(another.multipliedBy(scattered.each().size())).isBefore(end)) {
      return withoutTime(choice);
    }
    Question rest = question(choice, scattered);
    progress.at("search", 0.8);
    SortedMap<String, String> told = new TreeMap<>(choice.told());
    Fading best = Fading.NONE;
    int tried = 0;
    double most = next.unfaded() * (1 + LEAST_GAIN);
    for (double length : LENGTHS) {
      for (double floor : FLOORS) {
        if (timeIsUp()) {
          told.put(LEFT_OUT, "time");
          break;
        }
        Fading fading = new Fading(floor, length);
        double kept = asked(rest, choice, fading);
        double found = kept < rest.unfaded() * (1 - MOST_LOSS) ? 0 : asked(next, choice, fading);
        told.put(
            "search.fading.%03d".formatted(++tried),
            String.format(
                Locale.ROOT,
                "%s ndcg@20 next=%.5f of %.5f, rest=%.5f of %.5f",
                fading,
                found,
                next.unfaded(),
                kept,
                rest.unfaded()));
        if (found == 0) {
          break;
        }
        if (found > most) {
          most = found;
          best = fading;
        }
      }
    }
    progress.at("search", 1);
    return new Choice(choice.parts(), choice.share(), best, choice.metrics(), told);
  }

  private static Choice withoutTime(Choice choice) {
    SortedMap<String, String> told = new TreeMap<>(choice.told());
    told.put(LEFT_OUT, "time");
    return new Choice(choice.parts(), choice.share(), choice.fading(), choice.metrics(), told);
  }

  private Question question(Choice choice, Cuts cuts) {
    List<Model> models =
        cuts.each().stream()
            .map(cut -> choice.fitted(cut.training(), options.seed(), workers, Progress.NONE))
            .toList();
    return new Question(cuts, models, asked(cuts, models));
  }

  private double asked(Question question, Choice choice, Fading fading) {
    List<Model> faded = new ArrayList<>();
    for (int at = 0; at < question.models().size(); at++) {
      faded.add(
          new FadedModel(
              question.models().get(at),
              fading,
              question.cuts().each().get(at).training(),
              choice.weighting()));
    }
    return asked(question.cuts(), faded);
  }

  private double asked(Cuts cuts, List<Model> models) {
    return cuts.measured(models, MOST_USERS, options.seed(), List.of(20), workers).deciding();
  }

  private boolean timeIsUp() {
    return !clock.instant().isBefore(end);
  }
}
