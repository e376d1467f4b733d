package io.waymark.loadtests;

import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A kind of load and what must hold under it.
///
/// @param title as a product manager calls it
/// @param population who does what, and when; asked for once Gatling is up
record LoadScenario(
    String title,
    Group group,
    Load load,
    Function<Shop, PopulationBuilder> population,
    List<Objective> objectives) {
  /// What the options `--api-only`, `--ml-only` and `--data-only` choose.
  enum Group {
    API,
    ML,
    DATA
  }

  /// How virtual users and connections go together.
  enum Load {
    CONNECTION_PER_USER,
    SHARED_CONNECTIONS
  }

  LoadScenario {
    objectives = List.copyOf(objectives);
  }

  /// Names its files.
  String id() {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
  }

  boolean countsEvents() {
    return objectives.stream().anyMatch(objective -> objective.metric() == Metric.LOST_EVENTS);
  }
}
