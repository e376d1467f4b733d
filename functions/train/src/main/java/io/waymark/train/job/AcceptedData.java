package io.waymark.train.job;

import java.time.Instant;

/// How far a tenant's accepted interactions go, as one listing tells: what stands for many files
/// counts as all of them, so that compaction changes nothing.
///
/// @param files as they came in
/// @param newest when the newest of them did
public record AcceptedData(long files, Instant newest) {
  public static final AcceptedData NONE = new AcceptedData(0, Instant.EPOCH);

  public AcceptedData {
    newest = Instant.ofEpochMilli(newest.toEpochMilli());
  }

  /// This and `more` files.
  AcceptedData and(long more, Instant newestOfThem) {
    return new AcceptedData(files + more, newest.isBefore(newestOfThem) ? newestOfThem : newest);
  }

  /// Whether something came in that was not there in `earlier`.
  boolean hasMoreThan(AcceptedData earlier) {
    return newest.isAfter(earlier.newest) || files > earlier.files;
  }
}
