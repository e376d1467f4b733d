package io.waymark.model.registry;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// How a version is to be activated.
///
/// @param gate asked about what is active when it is replaced, not before
/// @param forced whether the version answers whatever the gate objects
/// @param along what to write in the same transaction
public record Activating(
    Deed deed,
    ActivationGate gate,
    boolean forced,
    Function<Activation.Activated, List<Along>> along) {
  /// With no gate to ask and nothing to tell.
  public static Activating ungated(Deed deed) {
    return new Activating(deed, ActivationGate.OPEN, false, _ -> List.of());
  }

  /// The same of somebody.
  public static Activating ungated(Instant at) {
    return ungated(Deed.ofSomebody(at));
  }
}
