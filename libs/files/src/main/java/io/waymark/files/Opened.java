package io.waymark.files;

import java.util.List;

/// What opening a file came to.
public sealed interface Opened {
  /// A table with at least one row; whoever asked for it closes it.
  record Ready(Table table) implements Opened {}

  record Refused(Refusal refusal) implements Opened {}

  /// Names for a message: a few, and not all of a long one.
  static String shortened(List<String> names) {
    int most = 20;
    String shown =
        String.join(
            ", ",
            names.stream()
                .limit(most)
                .map(name -> name.length() > 40 ? name.substring(0, 40) + "…" : name)
                .toList());
    return names.size() > most ? shown + " and " + (names.size() - most) + " more" : shown;
  }
}
