package io.waymark.edge.priming;

/// Something that a first request would do for the first time, and slowly. Each bean of this type
/// does it before the snapshot.
public interface Primed {
  /// Does it on throw-away values: without a network, a credential or a secret, and so that nothing
  /// of it is left which one copy of the snapshot must not share with another.
  ///
  /// @throws Exception ends the publication of this version: it would fail its callers too
  void prime() throws Exception;
}
