package io.waymark.edge.priming;

/// Something that each copy of a snapshot must have of its own, or learn anew: random numbers,
/// credentials, what a store said some time ago.
public interface Renewed {
  /// Forgets what it has. Called before the snapshot, so that it is not in it, and after each
  /// restore.
  void renew();

  /// Learns what the first call must find. Called after each restore, once everything has
  /// forgotten.
  default void restored() {}
}
