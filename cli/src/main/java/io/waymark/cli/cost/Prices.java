package io.waymark.cli.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Public list prices of one region.
///
/// @param oldest the month of the price that is known for the shortest time, like `2025-06`
record Prices(String region, String oldest, String newest, Map<String, Price> byName) {
  /// What so many of a unit cost.
  record Price(double usd, double per, String unit) {
    double of(double quantity) {
      return quantity * usd / per;
    }
  }

  Prices {
    byName = Map.copyOf(byName);
  }

  static Prices read() {
    JsonNode file = Resource.read("prices.json");
    SortedSet<String> months =
        file.path("prices")
            .valueStream()
            .map(each -> each.path("as_of").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    return new Prices(
        file.path("region").asText(),
        months.getFirst(),
        months.getLast(),
        file.path("prices")
            .propertyStream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> price(each.getValue()))));
  }

  /// @throws IllegalArgumentException for a name that has no price
  Price get(String name) {
    return Optional.ofNullable(byName.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no price of " + name));
  }

  private static Price price(JsonNode price) {
    return new Price(
        price.path("usd").asDouble(), price.path("per").asDouble(), price.path("unit").asText());
  }
}
