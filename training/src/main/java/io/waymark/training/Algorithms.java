package io.waymark.training;

import java.util.List;
import java.util.Optional;

/// The algorithms there are.
public final class Algorithms {
  /// The best one, or a blend of the best two: [Auto] chooses.
  public static final String AUTO = "auto";

  /// What `auto` chooses among, quick ones first.
  static final List<Algorithm> PERSONAL =
      List.of(new Neighbours(), new Ease(), new SparseEase(), new Ials());

  private static final List<Algorithm> ALL =
      List.of(
          new Ials(),
          new Ease(),
          new SparseEase(),
          new Neighbours(),
          Variant.bm25(),
          new Popularity());

  private Algorithms() {}

  /// What may be asked for by name, beside `auto`.
  public static List<String> names() {
    return ALL.stream().map(Algorithm::name).toList();
  }

  /// Whether there is one of that name, `auto` among them.
  public static boolean has(String name) {
    return name.equals(AUTO) || named(name).isPresent();
  }

  static Optional<Algorithm> named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// Refuses settings that the algorithm, or with `auto` all of them, does not have or that make no
  /// model.
  ///
  /// @throws IllegalArgumentException naming the setting, and what it may be
  static void check(String name, Settings settings) {
    if (name.equals(AUTO)) {
      settings.allow(
          AUTO,
          PERSONAL.stream().flatMap(each -> each.settings().stream()).distinct().sorted().toList());
      PERSONAL.forEach(each -> each.check(settings.only(each.settings())));
    } else {
      named(name).orElseThrow().check(settings);
    }
  }
}
