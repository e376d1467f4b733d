package io.waymark.model.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Whoever examines a version, alone until then.
///
/// @param id of this examination
/// @param until when another may take it over; to the millisecond, as it is stored
public record Examiner(String id, Instant until) {
  public Examiner {
    until = until.truncatedTo(ChronoUnit.MILLIS);
  }
}
