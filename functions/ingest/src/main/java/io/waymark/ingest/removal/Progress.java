package io.waymark.ingest.removal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How far the removal of a tenant is.
///
/// @param run which deletion it belongs to; another begins anew
/// @param look how often all places were begun to be gone through
/// @param place the number of the place that is at turn; that of no place when all are done
/// @param after where in it
/// @param removed how much each place has lost, by its name
record Progress(
    String run, int look, int place, Optional<String> after, Map<String, Long> removed) {
  Progress {
    removed = Map.copyOf(removed);
  }

  static Progress begin(String run, int look) {
    return new Progress(run, look, 0, Optional.empty(), Map.of());
  }

  /// As it is for whoever asks for `wanted` and `wantedLook`: further on, or from the first place.
  Progress of(String wanted, int wantedLook) {
    if (!run.equals(wanted)) {
      return begin(wanted, wantedLook);
    }
    return look >= wantedLook ? this : new Progress(run, wantedLook, 0, Optional.empty(), removed);
  }

  Progress with(String name, Place.Part part) {
    Map<String, Long> sums = new TreeMap<>(removed);
    sums.merge(name, part.removed(), Long::sum);
    return new Progress(run, look, part.next().isPresent() ? place : place + 1, part.next(), sums);
  }
}
