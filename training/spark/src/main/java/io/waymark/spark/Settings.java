package io.waymark.spark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What ALS is run with.
///
/// @param alpha what an observation weighs more than what is missing
/// @param lambda MLlib's `regParam`, which it multiplies with the number of a user's or an item's
///   observations
/// @param weighting whether observations weigh by their type
record Settings(int factors, double alpha, double lambda, int iterations, Weighting weighting) {
  /// How observations weigh.
  enum Weighting {
    /// By their type, scaled to a mean of 1; refused and low-rated items are no positives.
    TYPED,
    /// Each 1, low ratings too.
    EQUAL;

    String text() {
      return switch (this) {
        case TYPED -> "typed";
        case EQUAL -> "equal";
      };
    }
  }

  /// Quality has settled by then.
  private static final int ITERATIONS = 10;

  /// By then it is plain which settings are better.
  private static final int ITERATIONS_OF_A_SEARCH = 5;

  private static final int FACTORS = 64;

  /// `alpha`, `lambda`; the first is what is taken where nothing can be searched. The search goes
  /// on from the best of them, see [#near]. docs/adr/0023 says what they were found by.
  private static final double[][] GRID = {{1, 0.1}, {1, 0.25}, {8, 0.6}};

  /// How far a step goes from settings to others near them.
  private static final double STEP_OF_LAMBDA = 1.6;

  private static final double STEP_OF_ALPHA = 2.5;

  private static final Set<String> NAMES =
      Set.of("factors", "alpha", "lambda", "iterations", "weights");

  /// @throws IllegalArgumentException naming a setting that is wrong
  static void check(Map<String, String> fixed) {
    for (String name : fixed.keySet()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "there is no setting '%s'; there are %s".formatted(name, new TreeSet<>(NAMES)));
      }
    }
    grid(fixed);
  }

  /// What to try, all of it weighing equally unless told; the first is what is taken where nothing
  /// can be tried.
  static List<Settings> grid(Map<String, String> fixed) {
    List<Settings> grid = new ArrayList<>();
    for (double[] point : GRID) {
      Settings settings = at(fixed, point);
      if (!grid.contains(settings)) {
        grid.add(settings);
      }
    }
    return grid;
  }

  /// What is worth trying next where these have been best so far: steps to either side, without
  /// what is fixed.
  List<Settings> near(Map<String, String> fixed) {
    List<Settings> near = new ArrayList<>();
    if (!fixed.containsKey("lambda")) {
      near.add(with(alpha, lambda * STEP_OF_LAMBDA));
      near.add(with(alpha, lambda / STEP_OF_LAMBDA));
    }
    if (!fixed.containsKey("alpha")) {
      near.add(with(alpha * STEP_OF_ALPHA, lambda));
      near.add(with(alpha / STEP_OF_ALPHA, lambda));
    }
    return near;
  }

  /// To three digits, so that a step back leads where it came from.
  private Settings with(double otherAlpha, double otherLambda) {
    MathContext digits = new MathContext(3);
    return new Settings(
        factors,
        BigDecimal.valueOf(otherAlpha).round(digits).doubleValue(),
        BigDecimal.valueOf(otherLambda).round(digits).doubleValue(),
        iterations,
        weighting);
  }

  private static Settings at(Map<String, String> fixed, double[] point) {
    return new Settings(
        (int) number(fixed, "factors", FACTORS, 1, 512),
        number(fixed, "alpha", point[0], 1e-6, 1e6),
        number(fixed, "lambda", point[1], 1e-6, 1e6),
        (int) number(fixed, "iterations", ITERATIONS, 1, 1000),
        weighting(fixed.getOrDefault("weights", "equal")));
  }

  /// To be compared with others, not to be published.
  Settings quickly() {
    return new Settings(
        factors, alpha, lambda, Math.min(iterations, ITERATIONS_OF_A_SEARCH), weighting);
  }

  Settings with(Weighting other) {
    return new Settings(factors, alpha, lambda, iterations, other);
  }

  private static Weighting weighting(String text) {
    return switch (text) {
      case "typed" -> Weighting.TYPED;
      case "equal" -> Weighting.EQUAL;
      default -> throw new IllegalArgumentException("setting weights must be typed or equal");
    };
  }

  private static double number(
      Map<String, String> fixed, String name, double otherwise, double least, double most) {
    String text = fixed.getOrDefault(name, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException noNumber) {
      // The same mistake as a number out of range.
    }
    throw new IllegalArgumentException(
        "setting %s must be a number from %s to %s, not '%s'".formatted(name, least, most, text));
  }

  @Override
  public String toString() {
    return "{alpha=%s, factors=%d, iterations=%d, lambda=%s, weights=%s}"
        .formatted(alpha, factors, iterations, lambda, weighting.text());
  }
}
