package io.waymark.ingest.upload;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Which leases bind: those that last. Where no other process runs this function, a lease from
/// before this one began does not, for whoever held it has ended.
public final class Leases {
  private final Clock clock;
  private final Instant bindAfter;

  /// @param aloneSince when this process began, where no other runs this function
  public Leases(Clock clock, Optional<Instant> aloneSince) {
    this.clock = clock;
    this.bindAfter =
        aloneSince.map(since -> since.plus(Lease.KEPT).minusMillis(1)).orElse(Instant.MIN);
  }

  /// A lease that ends then, or earlier, binds nobody.
  Instant lapsed() {
    Instant now = clock.instant();
    return now.isAfter(bindAfter) ? now : bindAfter;
  }
}
