package io.waymark.ingest.stream;

import java.time.Instant;

/// A dead letter as it is kept.
///
/// @param keptAt when it was written last, soon after its record came
public record KeptLetter(LetterId id, Instant keptAt, DeadLetter letter) {}
