package io.waymark.ingest.upload;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Which of two uploads goes first that have some of the same events: the older one, if both are at
/// work. An older one waits for a younger one with all that it has; a younger one gives everything
/// back first, so that none waits for one that waits for it.
@Singleton
public final class Turns {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /// Leaves most of the 15 minutes that a function has to the upload itself. Three attempts, with
  /// the pauses between them, wait longer than another upload can be at work.
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final UploadClaims claims;
  private final Clock clock;
  private final Pause pause;

  public Turns(UploadClaims claims, Clock clock, Pause pause) {
    this.claims = claims;
    this.clock = clock;
    this.pause = pause;
  }

  /// Returns when nobody is at work on the upload `other`.
  ///
  /// @throws StoreUnavailableException where that takes too long, or this thread was interrupted
  void await(TenantId tenant, UploadId other) {
    Instant until = clock.instant().plus(LONGEST);
    try {
      while (claims.standing(tenant, other) == UploadClaims.Standing.AT_WORK) {
        if (clock.instant().isAfter(until)) {
          throw new StoreUnavailableException(
              "upload " + other, new IllegalStateException("it is still being examined"));
        }
        pause.take(BETWEEN_LOOKS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("upload " + other, stopped);
    }
  }
}
