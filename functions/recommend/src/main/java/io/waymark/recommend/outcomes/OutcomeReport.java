package io.waymark.recommend.outcomes;

import io.waymark.model.ModelName;
import io.waymark.model.answers.Placement;
import io.waymark.model.outcomes.OutcomeCounts;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// What became of the lists of some days.
///
/// @param all of them, or of those of the experiments that were asked for
/// @param experiments the newest first; none without a count
record OutcomeReport(
    OutcomeCounts all,
    SortedMap<Placement, OutcomeCounts> placements,
    List<OfExperiment> experiments) {
  OutcomeReport {
    experiments = List.copyOf(experiments);
  }

  /// What became of those of one experiment.
  ///
  /// @param arms all of them, in their order
  record OfExperiment(String name, Instant startedAt, List<OfArm> arms) {
    OfExperiment {
      arms = List.copyOf(arms);
    }
  }

  /// What became of those of one arm.
  record OfArm(
      String name,
      ModelName model,
      OutcomeCounts counts,
      SortedMap<Placement, OutcomeCounts> placements) {}
}
