package io.waymark.cli.imports;

import java.util.SortedMap;
import java.util.TreeMap;

/// Fields of rows that were written which have no place with us, and how often they had a value.
final class LeftOut {
  /// Names are a foreign file's: there may be any number.
  private static final int MOST = 200;

  private final SortedMap<String, Long> rows = new TreeMap<>();

  void add(String field) {
    String name = rows.containsKey(field) || rows.size() < MOST ? field : "others";
    rows.merge(name, 1L, Long::sum);
  }

  SortedMap<String, Long> rows() {
    return rows;
  }
}
