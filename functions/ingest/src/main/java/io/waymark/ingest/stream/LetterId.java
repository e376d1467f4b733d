package io.waymark.ingest.stream;

import java.util.regex.Pattern;

/// Names a dead letter of a tenant, by the record it was.
///
/// @param value 1–256 of letters, digits, `-`, `_` and `.`, so that it can stand in an object key
///   as it is
public record LetterId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,255}");

  public LetterId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("id must be that of a dead letter");
    }
  }

  /// Of the record that Kinesis calls `eventId`: shard and sequence number.
  static LetterId of(String eventId) {
    return new LetterId(eventId.replace(':', '-'));
  }

  @Override
  public String toString() {
    return value;
  }
}
