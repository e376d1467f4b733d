package io.waymark.loadtests;

import java.util.List;

/// What a scenario came to.
record Result(LoadScenario scenario, Figures figures) {
  List<Objective.Verdict> verdicts() {
    return scenario.objectives().stream().map(objective -> objective.judge(figures)).toList();
  }

  boolean held() {
    return verdicts().stream().allMatch(Objective.Verdict::held);
  }
}
