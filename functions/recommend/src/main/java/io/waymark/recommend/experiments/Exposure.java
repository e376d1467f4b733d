package io.waymark.recommend.experiments;

import io.waymark.model.ModelName;

/// That an answer is one of an experiment's arm.
///
/// @param code of the arm, 1–255, as it stands in the name of the answer
/// @param experiment its name
/// @param arm its name
public record Exposure(int code, String experiment, String arm, ModelName model) {
  /// In place of a code where there is no arm.
  public static final int NONE = 0;
}
