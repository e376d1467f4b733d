package io.waymark.recommend.experiments;

import java.util.List;

/// An experiment as it is asked for.
///
/// @param name as people call it
public record Plan(String name, List<Arm> arms) {
  public static final int LEAST_ARMS = 2;
  public static final int MOST_ARMS = 8;

  public Plan {
    arms = List.copyOf(arms);
    if (arms.size() < LEAST_ARMS || arms.size() > MOST_ARMS) {
      throw new IllegalArgumentException("an experiment has 2-8 arms, not " + arms.size());
    }
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

  private record Compared(String name, io.waymark.model.ModelName model) {
    static Compared of(Arm arm) {
      return new Compared(arm.name(), arm.model());
    }
  }
}
