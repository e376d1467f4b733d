package io.waymark.model.registry;

import java.util.Arrays;
import java.util.Locale;

/// How far a version is. Which one is active is not a state of its own: it is said beside the
/// versions, and [RegisteredModel#stateBeside] puts both together.
public enum ModelState {
  /// Its file is awaited.
  WAITING,
  /// Its file came and is being examined. One that stays so was too much for the function to open.
  UPLOADED,
  /// Its graph was opened and is being run for the first time. One that stays so was too much for
  /// the function to run.
  VALIDATED,
  /// Its package lies complete in the bucket and may be activated.
  READY,
  /// It may never be activated; upload another version.
  REFUSED;

  /// The name on the wire, like `ready`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ModelState of(String text) {
    return Arrays.stream(values())
        .filter(state -> state.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("unknown state of a model: " + text));
  }
}
