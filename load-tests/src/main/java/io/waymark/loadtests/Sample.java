package io.waymark.loadtests;

import java.util.Optional;

/// One request of a scenario.
///
/// @param request what it asked for, as a person calls it
/// @param begin when it was due, by `System.nanoTime`
/// @param end when its whole answer was there
/// @param failure why it counts as an error, if it does
record Sample(String request, long begin, long end, Optional<String> failure) {
  boolean ok() {
    return failure.isEmpty();
  }
}
