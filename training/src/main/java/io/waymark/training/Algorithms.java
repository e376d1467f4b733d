package io.waymark.training;

import java.util.List;
import java.util.Optional;

/// The algorithms there are.
public final class Algorithms {
  /// `auto` means the best one; until there is a second personal one that is implicit ALS.
  public static final String AUTO = "auto";

  private static final List<Algorithm> ALL = List.of(new Ials(), new Ease(), new Popularity());

  private Algorithms() {}

  public static List<String> names() {
    return ALL.stream().map(Algorithm::name).toList();
  }

  public static Optional<Algorithm> named(String name) {
    String wanted = name.equals(AUTO) ? Ials.NAME : name;
    return ALL.stream().filter(each -> each.name().equals(wanted)).findFirst();
  }
}
