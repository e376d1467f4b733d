package io.waymark.loadtests;

import java.util.List;
import java.util.Locale;

/// A kind of load and what must hold under it.
///
/// @param title as a product manager calls it
record LoadScenario(String title, Group group, Course course, List<Objective> objectives) {
  /// What the options `--api-only`, `--ml-only` and `--data-only` choose.
  enum Group {
    API,
    ML,
    DATA
  }

  LoadScenario {
    objectives = List.copyOf(objectives);
  }

  /// Names its files and events.
  String id() {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  boolean judges(Metric metric) {
    return objectives.stream().anyMatch(objective -> objective.metric() == metric);
  }

  LoadScenario without(Metric metric) {
    return new LoadScenario(
        title,
        group,
        course,
        objectives.stream().filter(objective -> objective.metric() != metric).toList());
  }
}
