package io.waymark.model.filter;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.Column;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The columns that one evaluation reads, by the attribute's name.
///
/// @param size of the catalogue
record Sheet(int size, Map<String, Column> columns) {
  Sheet {
    columns = Map.copyOf(columns);
  }

  static Sheet of(Catalogue catalogue, Set<String> attributes) {
    Map<String, Column> columns = new HashMap<>();
    attributes.forEach(each -> columns.put(each, catalogue.columns().column(each)));
    return new Sheet(catalogue.size(), columns);
  }

  Column column(String attribute) {
    return Objects.requireNonNull(columns.get(attribute), attribute);
  }

  Column.Numbers numbers(String attribute) {
    return (Column.Numbers) column(attribute);
  }

  Column.Coded coded(String attribute) {
    return (Column.Coded) column(attribute);
  }
}
