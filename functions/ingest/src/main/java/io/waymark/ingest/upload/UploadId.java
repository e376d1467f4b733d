package io.waymark.ingest.upload;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/// Names an upload; later uploads sort after earlier ones.
///
/// @param value 1–64 of `a-z`, `0-9` and `-`, so that it can stand in an object key as it is
public record UploadId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int RADIX = 36;

  /// Nine digits last until the year 5188.
  private static final int TIME_DIGITS = 9;

  private static final SecureRandom RANDOM = new SecureRandom();

  public UploadId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("upload_id must be 1-64 of a-z, 0-9 and '-'");
    }
  }

  static UploadId next(Instant now) {
    String time = Long.toString(now.toEpochMilli(), RADIX);
    String random = Long.toString(RANDOM.nextLong() >>> 1, RADIX);
    return new UploadId("0".repeat(TIME_DIGITS - time.length()) + time + "-" + random);
  }

  /// Whether this upload was begun before `other`.
  boolean isBefore(UploadId other) {
    return value.compareTo(other.value) < 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
