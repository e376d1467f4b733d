package io.waymark.model.registry;

import io.waymark.model.ModelVersion;
import java.util.Optional;

/// What became of activating a version or of rolling back.
public sealed interface Activation {
  /// It answers from now on (within seconds, everywhere).
  ///
  /// @param previous what answered before
  /// @param overridden what the gate objected, where it was activated all the same
  record Activated(ActiveModel active, Optional<ModelVersion> previous, Optional<String> overridden)
      implements Activation {}

  /// It was active already; nothing changed.
  record AlreadyActive(ActiveModel active) implements Activation {}

  /// The tenant has no such version, or no model of that name.
  record Unknown() implements Activation {}

  /// It cannot answer yet, or never will.
  record NotReady(Standing standing) implements Activation {}

  /// The gate speaks against it.
  record Held(String objection) implements Activation {}

  /// No other version was active before.
  record NothingBefore() implements Activation {}

  /// Someone else changed what is active at the same moment; look again.
  record Overtaken() implements Activation {}
}
