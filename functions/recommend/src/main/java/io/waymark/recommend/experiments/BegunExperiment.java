package io.waymark.recommend.experiments;

import io.waymark.model.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An experiment that began, whether or not it has ended: what its lists are known by later.
///
/// @param number as of [Experiment]
public record BegunExperiment(int number, String name, Instant startedAt, List<BegunArm> arms) {
  public BegunExperiment {
    arms = List.copyOf(arms);
  }

  /// One of its arms.
  public record BegunArm(String name, ModelName model) {}

  public static BegunExperiment of(Experiment experiment) {
    return new BegunExperiment(
        experiment.number(),
        experiment.name(),
        experiment.startedAt(),
        experiment.plan().arms().stream()
            .map(arm -> new BegunArm(arm.name(), arm.model()))
            .toList());
  }

  /// The place, from 0, of the arm that such a code may stand for: of this experiment, or of one
  /// that began a multiple of [ArmCodes#ROUND] experiments before or after.
  public Optional<Integer> placeOf(int code) {
    return ArmCodes.placeOf(code, number).filter(place -> place < arms.size());
  }
}
