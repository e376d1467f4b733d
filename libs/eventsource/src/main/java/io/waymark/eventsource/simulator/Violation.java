package io.waymark.eventsource.simulator;

/// What must not have happened.
public record Violation(Kind kind, String what) {
  /// Which rule it breaks.
  public enum Kind {
    /// Accepted, and neither applied nor quarantined nor on the on-failure destination.
    LOST,
    APPLIED_TWICE,
    /// Both applied and quarantined.
    IN_TWO_PLACES,
    OUT_OF_ORDER,
    CROSSED_TENANTS,
    /// Applied, but accepted by nobody.
    INVENTED,
    LEASE_LEFT
  }
}
