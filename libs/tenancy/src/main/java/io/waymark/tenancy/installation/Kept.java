package io.waymark.tenancy.installation;

import java.time.Duration;

/// How long a deployed stage keeps what no function removes.
public enum Kept {
  /// Files as they were uploaded, with their reports and rejected rows.
  UPLOADS(365),
  /// Models as they were uploaded: what was examined and found good is copied to its place.
  UPLOADED_MODELS(1),
  /// Records of a stream that could not be stored, and batches that were given up.
  DEAD_LETTERS(90),
  /// Objects after they were replaced or deleted.
  OLD_OBJECTS(30),
  /// To what point in the past tables can be restored.
  BACKUPS(35),
  /// Records of the event stream, and of the streams of tables.
  STREAMED(1),
  /// Logs, which name tenants, members and keys by their ids, and the access logs of buckets.
  LOGS(400),
  /// Traces of requests, with their paths; so long X-Ray keeps them.
  TRACES(30);

  /// How old a record of a stream may be when its function is given it. Less than the stream keeps
  /// it: what is too old must still be there to be put away.
  public static final Duration DELIVERED_WITHIN = STREAMED.time().minusHours(1);

  private final Duration time;

  Kept(int days) {
    this.time = Duration.ofDays(days);
  }

  public Duration time() {
    return time;
  }
}
