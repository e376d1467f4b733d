package io.waymark.model.registry;

import java.util.Optional;

/// How far a version is, and why it went no further.
///
/// @param reason of a refusal
public record Standing(ModelState state, Optional<String> reason) {
  public static final Standing READY = of(ModelState.READY);

  public static Standing of(ModelState state) {
    return new Standing(state, Optional.empty());
  }

  public static Standing refused(String reason) {
    return new Standing(ModelState.REFUSED, Optional.of(reason));
  }

  /// Whether it stays so for good.
  public boolean isFinal() {
    return state == ModelState.READY || state == ModelState.REFUSED;
  }

  public boolean isReady() {
    return state == ModelState.READY;
  }
}
