package io.waymark.ingest.quality;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What the rows of a file, or of a day, look like, all told.
///
/// @param counts before anything was compared with what came in by other ways
/// @param noted what was noted of accepted rows, where of any
/// @param portrait what later uploads are compared with
public record Summary(Counts counts, Map<Note, Tally> noted, Profile profile, Portrait portrait) {
  public Summary {
    noted = Collections.unmodifiableMap(new TreeMap<>(noted));
  }
}
