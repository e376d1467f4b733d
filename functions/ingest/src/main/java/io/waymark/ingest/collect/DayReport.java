package io.waymark.ingest.collect;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.ingest.quality.AcceptedRows;
import io.waymark.ingest.quality.Finding;
import io.waymark.ingest.quality.Profile;
import io.waymark.ingest.quality.QualityThresholds;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the rows of a day look like. Users stand in it by their keys.
///
/// @param judgedOn the day of the run that judged it
/// @param decision `approved`, `approved_with_warnings` or `held`
/// @param comparedWith earlier days, the newest first
/// @param thresholds what judged it, by name
@Serdeable
record DayReport(
    LocalDate day,
    LocalDate judgedOn,
    long rows,
    String decision,
    List<LocalDate> comparedWith,
    Map<String, Double> scores,
    Profile profile,
    List<Finding> findings,
    Map<String, Double> thresholds) {
  /// The part of it that decides.
  ///
  /// @param judgedOn empty in a report of an earlier version
  @Serdeable
  @JsonIgnoreProperties(ignoreUnknown = true) // the rest of the report
  record Verdict(Optional<LocalDate> judgedOn, long rows, String decision) {}

  static DayReport of(
      LocalDate day,
      LocalDate judgedOn,
      List<AcceptedRows.Before> before,
      AcceptedRows.Judged judged,
      QualityThresholds thresholds) {
    return new DayReport(
        day,
        judgedOn,
        judged.profile().rows(),
        judged.decision().text(),
        before.stream().map(AcceptedRows.Before::day).toList(),
        judged.scores(),
        judged.profile(),
        judged.findings(),
        thresholds.byName());
  }
}
