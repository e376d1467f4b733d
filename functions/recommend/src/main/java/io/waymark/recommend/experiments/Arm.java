package io.waymark.recommend.experiments;

import io.waymark.model.ModelName;

/// One of the models that an experiment compares.
///
/// @param name as people call it, like `control`
/// @param share of the users, of all arms together 1
public record Arm(String name, ModelName model, double share) {
  /// A thousandth of the users.
  public static final double LEAST_SHARE = 0.001;

  public Arm {
    if (!(share >= LEAST_SHARE && share <= 1 - LEAST_SHARE)) {
      throw new IllegalArgumentException("share must be 0.001-0.999: " + share);
    }
  }
}
