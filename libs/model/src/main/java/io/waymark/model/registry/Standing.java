package io.waymark.model.registry;

import java.util.Optional;

/// How far a version is, and why it went no further.
///
/// @param reason of a refusal
public record Standing(ModelState state, Optional<String> reason) {
  private static final int LONGEST = 1_000;

  public static final Standing READY = of(ModelState.READY);

  public static Standing of(ModelState state) {
    return new Standing(state, Optional.empty());
  }

  /// What is no good.
  ///
  /// @param reason may quote what a file says; so much of it is kept as a row has room for
  public static Standing refused(String reason) {
    return new Standing(
        ModelState.REFUSED,
        Optional.of(reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…"));
  }

  /// Whether it stays so for good.
  public boolean isFinal() {
    return state == ModelState.READY || state == ModelState.REFUSED;
  }

  public boolean isReady() {
    return state == ModelState.READY;
  }
}
