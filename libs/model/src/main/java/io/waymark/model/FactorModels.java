package io.waymark.model;

import java.util.Locale;

/// What the graph of a factor model says of itself in its metadata, so that its weights may be
/// scored without it: which of its constants are the item vectors and the penalties of their axes,
/// what weights are multiplied with, and how many steps of conjugate gradients it unrolls. One
/// text, its parts apart by a space.
public final class FactorModels {
  /// Of the entry.
  public static final String KEY = "io.waymark.fold-in";

  private FactorModels() {}

  /// The text of the entry.
  ///
  /// @param vectors name of float[N, f]
  /// @param penalties name of a constant of f numbers
  /// @param scale what weights are multiplied with; 0: every positive weight counts 1
  public static String text(String vectors, String penalties, float scale, int steps) {
    return String.format(Locale.ROOT, "%s %s %s %d", vectors, penalties, scale, steps);
  }
}
