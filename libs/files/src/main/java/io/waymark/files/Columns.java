package io.waymark.files;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The names of a table's columns, shared by its rows.
public final class Columns {
  private final List<String> names;
  private final Map<String, Integer> positions;

  Columns(List<String> names) {
    this.names = List.copyOf(names);
    this.positions = HashMap.newHashMap(names.size());
    for (int at = 0; at < names.size(); at++) {
      positions.putIfAbsent(names.get(at), at);
    }
  }

  public List<String> names() {
    return names;
  }

  int position(String name) {
    return positions.getOrDefault(name, -1);
  }
}
