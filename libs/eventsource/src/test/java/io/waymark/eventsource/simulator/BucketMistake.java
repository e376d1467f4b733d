package io.waymark.eventsource.simulator;

import io.waymark.eventsource.simulator.Violation.Kind;

/// What a handler of notifications can do wrong, and how that shows.
enum BucketMistake {
  NONE(Kind.LOST),
  DOES_NOT_DECODE_KEYS(Kind.LOST),
  SWALLOWS_ERRORS(Kind.LOST),
  BELIEVES_THE_LAST_TO_COME(Kind.OUT_OF_ORDER),
  NO_MARKER(Kind.APPLIED_TWICE),
  COMPARES_SEQUENCERS_OF_DIFFERENT_KEYS(Kind.LOST),
  TENANT_OF_THE_INVOCATION_BEFORE(Kind.CROSSED_TENANTS),
  LEAVES_ITS_LEASE(Kind.LEASE_LEFT);

  private final Kind shows;

  BucketMistake(Kind shows) {
    this.shows = shows;
  }

  Kind shows() {
    return shows;
  }
}
