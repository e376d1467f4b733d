package io.waymark.eventsource.simulator;

/// Where everything that was sent is, record by record.
///
/// @param accepted applied
/// @param duplicate of what is applied
/// @param rejected quarantined
/// @param givenUp on the on-failure destination, and nowhere else
public record Balance(long sent, long accepted, long duplicate, long rejected, long givenUp) {
  /// Everything is somewhere, once.
  public boolean isEven() {
    return sent == accepted + duplicate + rejected + givenUp;
  }
}
