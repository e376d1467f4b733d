package io.waymark.recommend.experiments;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.model.ModelName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /api/v1/experiments`.
///
/// @param experiment that is to run; null ends the one that does
/// @param revision as it was read; where something changed since, nothing is done
@Serdeable
@Schema(
    example =
        "{\"experiment\": {\"name\": \"more-days\", \"arms\": [{\"name\": \"control\", \"model\": \"default\", \"share\": 0.5}, {\"name\": \"more\", \"model\": \"days90\", \"share\": 0.5}]}}")
record ExperimentRequest(@Nullable Planned experiment, @Nullable Long revision) {
  private static final double TOLERANCE = 0.001;
  private static final double PLACES = 1e6;

  /// What every reader of JSON keeps exactly.
  private static final long MOST_REVISION = (1L << 53) - 1;

  /// An experiment as it is to be.
  ///
  /// @param name 1–63 of `a-z`, `0-9`, `-` and `_`, beginning with a letter or digit
  /// @param arms 2–8, whose shares together make 1; models may come twice
  @Serdeable
  @Schema(name = "ExperimentRequestExperiment")
  record Planned(@Nullable String name, @Nullable List<@Nullable PlannedArm> arms) {}

  /// One of its arms.
  ///
  /// @param name as that of the experiment, and no other arm's
  /// @param model a recommender with an active version
  /// @param share of the users, 0.001–0.999, kept to six decimal places
  @Serdeable
  @Schema(name = "ExperimentRequestArm")
  record PlannedArm(@Nullable String name, @Nullable String model, @Nullable Double share) {}

  OptionalLong seen() {
    return revision == null ? OptionalLong.empty() : OptionalLong.of(revision);
  }

  /// @throws io.waymark.edge.ProblemException naming each field that is wrong
  Optional<Plan> plan() {
    List<FieldError> errors = new ArrayList<>();
    if (revision != null && !(revision >= 0 && revision <= MOST_REVISION)) {
      errors.add(new FieldError("revision", "must be 0-" + MOST_REVISION));
    }
    if (experiment == null) {
      if (!errors.isEmpty()) {
        throw Problems.invalid(errors);
      }
      return Optional.empty();
    }
    String name = name("experiment.name", experiment.name(), errors);
    List<@Nullable PlannedArm> given = experiment.arms() == null ? List.of() : experiment.arms();
    if (given.size() < Plan.LEAST_ARMS || given.size() > Plan.MOST_ARMS) {
      errors.add(new FieldError("experiment.arms", "must have 2-8 entries"));
      throw Problems.invalid(errors);
    }
    List<Arm> arms = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int at = 0; at < given.size(); at++) {
      String field = "experiment.arms[" + at + "]";
      PlannedArm arm = given.get(at);
      if (arm == null) {
        errors.add(new FieldError(field, "must not be null"));
      } else {
        if (arm.name() != null && !names.add(arm.name())) {
          errors.add(new FieldError(field + ".name", "is that of another arm"));
        }
        arm(field, arm, errors).ifPresent(arms::add);
      }
    }
    double sum = arms.stream().mapToDouble(Arm::share).sum();
    if (errors.isEmpty() && Math.abs(sum - 1) > TOLERANCE) {
      errors.add(
          new FieldError(
              "experiment.arms", "must have shares that together make 1, not " + rounded(sum)));
    }
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    return Optional.of(new Plan(name, arms));
  }

  /// Empty where something is wrong with it.
  private static Optional<Arm> arm(String field, PlannedArm arm, List<FieldError> errors) {
    int before = errors.size();
    String name = name(field + ".name", arm.name(), errors);
    ModelName model = ModelName.DEFAULT;
    if (arm.model() == null) {
      errors.add(new FieldError(field + ".model", "must be given"));
    } else {
      try {
        model = new ModelName(arm.model());
      } catch (IllegalArgumentException wrong) {
        errors.add(new FieldError(field + ".model", "is not valid: " + wrong.getMessage()));
      }
    }
    double share = arm.share() == null ? 0 : arm.share();
    if (!(share >= Arm.LEAST_SHARE && share <= 1 - Arm.LEAST_SHARE)) {
      errors.add(new FieldError(field + ".share", "must be 0.001-0.999"));
    }
    return errors.size() > before
        ? Optional.empty()
        : Optional.of(new Arm(name, model, rounded(share)));
  }

  private static String name(String field, @Nullable String value, List<FieldError> errors) {
    if (value == null) {
      errors.add(new FieldError(field, "must be given"));
      return "";
    }
    if (!Plan.isName(value)) {
      errors.add(new FieldError(field, "must be " + Plan.NAME_SHAPE));
    }
    return value;
  }

  private static double rounded(double value) {
    return Math.rint(value * PLACES) / PLACES;
  }
}
