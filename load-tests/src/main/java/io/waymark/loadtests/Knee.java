package io.waymark.loadtests;

import static io.waymark.loadtests.Objective.atLeast;
import static io.waymark.loadtests.Objective.below;

import io.waymark.loadtests.Objective.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Raises a fixed arrival rate by half until an objective breaks. What is judged is the highest
/// rate at which all held, with the figures of that step.
///
/// @param first rate, arrivals a second
/// @param last where the search ends even if nothing broke
record Knee(int first, int last, IntFunction<Load> loadAt) implements Course {
  private static final double STEP = 1.5;

  /// What arrives in an interval is answered in it, but for the last answers' time.
  private static final double ANSWERED_IN_TIME = 0.9;

  static List<Objective> objectivesAt(int rate) {
    return List.of(
        below(Metric.ERROR_SHARE, 1),
        below(Metric.P95, 500),
        below(Metric.P99, 1000),
        atLeast(Metric.REQUEST_RATE, ANSWERED_IN_TIME * rate));
  }

  @Override
  public Measured run(Runner runner) {
    List<Sample> all = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Optional<Figures> best = Optional.empty();
    for (int rate = first; rate <= last; rate = (int) Math.ceil(rate * STEP)) {
      List<Sample> samples = runner.run(loadAt.apply(rate));
      all.addAll(samples);
      Figures figures = Figures.of(samples);
      List<Verdict> broken = broken(figures, rate);
      notes.add(note(rate, figures, broken));
      if (!broken.isEmpty()) {
        return new Measured(best.orElse(figures.with(Metric.KNEE, 0)), all, notes);
      }
      best = Optional.of(figures.with(Metric.KNEE, rate));
    }
    notes.add("nothing broke up to the last rate; the knee is higher");
    return new Measured(best.orElseThrow(), all, notes);
  }

  private static List<Verdict> broken(Figures figures, int rate) {
    return objectivesAt(rate).stream()
        .map(objective -> objective.judge(figures))
        .filter(verdict -> !verdict.held())
        .toList();
  }

  private static String note(int rate, Figures figures, List<Verdict> broken) {
    String outcome =
        broken.isEmpty()
            ? "held"
            : broken.stream()
                .map(verdict -> verdict.objective() + " broke: " + verdict.figureText())
                .collect(Collectors.joining("; "));
    return "%d/s: p95 %s, p99 %s; %s"
        .formatted(
            rate,
            Metric.P95.text(figures.of(Metric.P95).orElse(Double.NaN)),
            Metric.P99.text(figures.of(Metric.P99).orElse(Double.NaN)),
            outcome);
  }
}
