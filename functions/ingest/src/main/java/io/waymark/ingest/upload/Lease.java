package io.waymark.ingest.upload;

import java.time.Duration;
import java.time.Instant;

/// Who is at work on an upload, and until when it is believed. Renewed while the work goes on, so
/// that what a crash leaves is free again before S3's event is delivered again.
public record Lease(String holder, Instant until) {
  static final Duration KEPT = Duration.ofSeconds(45);

  /// How long after an upload was last worked at Lambda may still try it again.
  static final Duration TRIED_AGAIN = Duration.ofMinutes(10);

  private static final String NOBODY = "-";

  static Lease from(String holder, Instant now) {
    return new Lease(holder, now.plus(KEPT));
  }

  static Lease released(Instant now) {
    return new Lease(NOBODY, now);
  }

  boolean alive(Instant lapsed) {
    return lapsed.isBefore(until);
  }
}
