package io.waymark.edge.limits;

import java.time.Instant;

/// A limit in one of its windows: what is counted as one.
///
/// @param name what is limited within the tenant, like `recommend` or `recommend:key:<id>`
record Window(String name, Limit limit, Instant begin) {
  static Window at(Instant now, String name, Limit limit) {
    return new Window(name, limit, limit.begin(now));
  }

  Instant end() {
    return begin.plusSeconds(limit.windowSeconds());
  }
}
