package io.waymark.recommend.experiments;

import io.waymark.model.ModelName;
import java.util.List;
import java.util.regex.Pattern;

/// An experiment as it is asked for.
///
/// @param name as people call it
public record Plan(String name, List<Arm> arms) {
  public static final int LEAST_ARMS = 2;
  public static final int MOST_ARMS = 8;

  /// Of experiments and arms.
  public static final String NAME_SHAPE =
      "1-63 of a-z, 0-9, '-' and '_', beginning with a letter or digit";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  public Plan {
    arms = List.copyOf(arms);
    if (arms.size() < LEAST_ARMS || arms.size() > MOST_ARMS) {
      throw new IllegalArgumentException("an experiment has 2-8 arms, not " + arms.size());
    }
  }

  /// Whether an experiment or an arm may be called so.
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  List<Double> shares() {
    return arms.stream().map(Arm::share).toList();
  }

  /// Whether the two compare the same, be it with other shares.
  boolean comparesAs(Plan other) {
    return name.equals(other.name)
        && arms.stream()
            .map(Compared::of)
            .toList()
            .equals(other.arms.stream().map(Compared::of).toList());
  }

  private record Compared(String name, ModelName model) {
    static Compared of(Arm arm) {
      return new Compared(arm.name(), arm.model());
    }
  }
}
