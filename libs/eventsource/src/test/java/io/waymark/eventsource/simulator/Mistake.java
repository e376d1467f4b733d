package io.waymark.eventsource.simulator;

import io.waymark.eventsource.simulator.Violation.Kind;

/// What a handler of a stream can do wrong, and how that shows.
enum Mistake {
  NONE(Kind.LOST),
  NO_MARKER(Kind.APPLIED_TWICE),
  MARKER_BEFORE_EFFECT(Kind.LOST),
  EFFECT_BEFORE_MARKER(Kind.APPLIED_TWICE),
  MARKER_IN_MEMORY(Kind.APPLIED_TWICE),
  MARKER_WITHOUT_TENANT(Kind.LOST),
  ACKNOWLEDGES_ERRORS(Kind.LOST),
  STATE_SHARED_BETWEEN_BATCHES(Kind.CROSSED_TENANTS),
  LAST_FAILED_AS_CHECKPOINT(Kind.LOST),
  TENANT_FROM_PAYLOAD(Kind.CROSSED_TENANTS),
  GOES_ON_BEHIND_A_FAILURE(Kind.OUT_OF_ORDER),
  SORTS_BY_TIME(Kind.OUT_OF_ORDER),
  JUDGES_BY_ITS_OWN_CLOCK(Kind.IN_TWO_PLACES),
  DROPS_WHAT_IS_BAD(Kind.LOST),
  QUARANTINES_WITHOUT_ITS_ID(Kind.LOST),
  MAKES_UP_IDS(Kind.INVENTED),
  LEAVES_ITS_LEASE(Kind.LEASE_LEFT);

  private final Kind shows;

  Mistake(Kind shows) {
    this.shows = shows;
  }

  Kind shows() {
    return shows;
  }
}
