package io.waymark.interactions;

import java.util.Collection;
import java.util.Map;

/// The named raw values of one row or object.
public interface Fields {
  /// The value under `name`; [Cell#ABSENT] where there is none.
  Cell cell(String name);

  /// All names, those with absent values included.
  Collection<String> names();

  static Fields of(Map<String, Cell> cells) {
    Map<String, Cell> copy = Map.copyOf(cells);
    return new Fields() {
      @Override
      public Cell cell(String name) {
        return copy.getOrDefault(name, Cell.ABSENT);
      }

      @Override
      public Collection<String> names() {
        return copy.keySet();
      }
    };
  }
}
