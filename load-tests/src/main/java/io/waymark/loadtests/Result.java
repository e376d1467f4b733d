package io.waymark.loadtests;

import io.waymark.loadtests.Objective.Verdict;
import io.waymark.loadtests.Objective.Weight;
import java.util.List;

/// What a scenario came to.
///
/// @param resources of the server meanwhile; without readings where it shows none
/// @param notes for the reader of the report
record Result(
    LoadScenario scenario,
    Figures figures,
    Timeline timeline,
    Causes causes,
    Resources resources,
    List<String> notes) {
  Result {
    notes = List.copyOf(notes);
  }

  static Result of(
      LoadScenario scenario, Figures figures, Course.Measured measured, Resources resources) {
    return new Result(
        scenario,
        figures,
        Timeline.of(measured.samples()),
        Causes.of(measured.samples()),
        resources,
        measured.notes());
  }

  List<Verdict> verdicts() {
    return scenario.objectives().stream().map(objective -> objective.judge(figures)).toList();
  }

  /// Every objective that is required does.
  boolean held() {
    return verdicts().stream()
        .filter(verdict -> verdict.objective().weight() == Weight.REQUIRED)
        .allMatch(Verdict::held);
  }
}
