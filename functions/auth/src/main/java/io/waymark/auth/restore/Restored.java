package io.waymark.auth.restore;

import io.micronaut.serde.annotation.Serdeable;

/// What one call did of what follows from a restore.
///
/// @param tenants how many were brought to the hot path, their tokens void
/// @param keys how many of theirs were
/// @param sessions how many were ended
/// @param takenAway keys and tenants that the hot path knew as ended, and the database did not
/// @param removed rows of the hot path of which the database knows nothing
/// @param complete whether nothing is left to do; otherwise the same call goes on
@Serdeable
public record Restored(
    int tenants, int keys, int sessions, int takenAway, int removed, boolean complete) {
  static Restored nothing(boolean complete) {
    return new Restored(0, 0, 0, 0, 0, complete);
  }

  Restored plus(Restored more) {
    return new Restored(
        tenants + more.tenants,
        keys + more.keys,
        sessions + more.sessions,
        takenAway + more.takenAway,
        removed + more.removed,
        more.complete);
  }
}
