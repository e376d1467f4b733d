package io.waymark.cli.permissions;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// One thing of each kind: a tenant's, or what no tenant has.
record Ids(Map<Kind, String> byKind) {
  Ids {
    byKind = Map.copyOf(byKind);
  }

  String of(Kind kind) {
    return Objects.requireNonNull(byKind.get(kind), kind::name);
  }

  Ids with(Kind kind, String id) {
    Map<Kind, String> changed = new EnumMap<>(byKind);
    changed.put(kind, id);
    return new Ids(changed);
  }

  /// Ids of the same shape and length that nothing has.
  Ids absent() {
    Map<Kind, String> absent = new EnumMap<>(Kind.class);
    byKind.forEach((kind, id) -> absent.put(kind, near(id)));
    return new Ids(absent);
  }

  /// `id` with another character for its last one but one.
  private static String near(String id) {
    int at = Math.max(0, id.length() - 2);
    char was = id.charAt(at);
    char other = was == '7' ? '3' : Character.isDigit(was) ? '7' : was == 'e' ? 'a' : 'e';
    return id.substring(0, at) + other + id.substring(at + 1);
  }
}
