package io.waymark.edge.limits;

/// Whether a request is served.
sealed interface Admission {
  record Admitted(Quota quota) implements Admission {}

  record Exceeded(Quota quota) implements Admission {}

  /// It is, since nobody can say how many have been.
  record Uncounted() implements Admission {}
}
