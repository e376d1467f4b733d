package io.waymark.ingest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.waymark.tenancy.installation.Kept;
import java.time.Duration;
import java.util.Set;

/// What an installation may decide about what comes in.
///
/// @param uploadLimit most bytes of one upload; by default 2 GiB, which the function reads within
///   its 15 minutes
/// @param uploadUrlValid how long a presigned URL may be used
/// @param downloadUrlValid the same of one to get rejected rows from, which opens them to whoever
///   has it
/// @param futureTolerance how far ahead of us a device's clock may be
/// @param markersKept how long an event id is remembered; longer than a stream can deliver it again
/// @param historyKept how long a user's event is kept for recommendations
/// @param tombstonesKept how long what comes late of an erased user is refused; longer than any
///   copy can come back: uploads are kept for 365 days, and 30 more as old versions
/// @param remembered types of events remembered for good, for `exclude_interacted`
@ConfigurationProperties("waymark.ingest")
public record IngestConfig(
    @Bindable(defaultValue = "2147483648") long uploadLimit,
    @Bindable(defaultValue = "15m") Duration uploadUrlValid,
    @Bindable(defaultValue = "5m") Duration downloadUrlValid,
    @Bindable(defaultValue = "24h") Duration futureTolerance,
    @Bindable(defaultValue = "30d") Duration markersKept,
    @Bindable(defaultValue = "365d") Duration historyKept,
    @Bindable(defaultValue = "400d") Duration tombstonesKept,
    @Bindable(defaultValue = "purchase") Set<String> remembered) {
  public IngestConfig {
    remembered = Set.copyOf(remembered);
    if (uploadLimit < 1) {
      throw new IllegalArgumentException("upload-limit must be positive");
    }
    if (markersKept.compareTo(Kept.STREAMED.time()) <= 0) {
      throw new IllegalArgumentException(
          "markers-kept must be longer than what a stream keeps: "
              + Kept.STREAMED.time().toHours()
              + " h");
    }
    if (tombstonesKept.compareTo(markersKept) < 0) {
      throw new IllegalArgumentException("tombstones-kept must not be shorter than markers-kept");
    }
  }

  public static IngestConfig defaults() {
    return new IngestConfig(
        2L << 30,
        Duration.ofMinutes(15),
        Duration.ofMinutes(5),
        Duration.ofHours(24),
        Duration.ofDays(30),
        Duration.ofDays(365),
        Duration.ofDays(400),
        Set.of("purchase"));
  }
}
