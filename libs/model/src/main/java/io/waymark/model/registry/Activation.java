package io.waymark.model.registry;

import io.waymark.model.ModelVersion;
import java.util.Optional;

/// What became of activating a version or of rolling back.
public sealed interface Activation {
  /// It answers from now on (within seconds, everywhere).
  ///
  /// @param previous what answered before
  record Activated(ActiveModel active, Optional<ModelVersion> previous) implements Activation {}

  /// It was active already; nothing changed.
  record AlreadyActive(ActiveModel active) implements Activation {}

  /// The tenant has no such version, or no model of that name.
  record Unknown() implements Activation {}

  /// It cannot answer yet, or never will.
  record NotReady(Standing standing) implements Activation {}

  /// No other version was active before.
  record NothingBefore() implements Activation {}

  /// Someone else changed what is active at the same moment; look again.
  record Overtaken() implements Activation {}
}
