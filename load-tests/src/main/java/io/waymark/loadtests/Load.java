package io.waymark.loadtests;

import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;
import java.util.function.Function;

/// Who does what, and when.
///
/// @param populations asked for once Gatling is up
record Load(Connections connections, Function<Shop, List<PopulationBuilder>> populations) {
  /// How virtual users and connections go together.
  enum Connections {
    OWN,
    SHARED
  }

  static Load withOwnConnections(Function<Shop, PopulationBuilder> population) {
    return new Load(Connections.OWN, shop -> List.of(population.apply(shop)));
  }
}
