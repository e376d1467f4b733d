package io.waymark.ingest.collect;

import io.micronaut.serde.annotation.Serdeable;
import io.waymark.ingest.upload.AcceptedRows;
import io.waymark.ingest.upload.Finding;
import io.waymark.ingest.upload.Profile;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// What the rows of a day look like. Users stand in it by their keys.
///
/// @param decision `approved`, `approved_with_warnings` or `held`
/// @param comparedWith earlier days, the newest first
@Serdeable
record DayReport(
    LocalDate day,
    long rows,
    String decision,
    List<LocalDate> comparedWith,
    Map<String, Double> scores,
    Profile profile,
    List<Finding> findings) {
  static DayReport of(LocalDate day, List<AcceptedRows.Before> before, AcceptedRows.Judged judged) {
    return new DayReport(
        day,
        judged.profile().rows(),
        judged.decision().text(),
        before.stream().map(AcceptedRows.Before::day).toList(),
        judged.scores(),
        judged.profile(),
        judged.findings());
  }
}
