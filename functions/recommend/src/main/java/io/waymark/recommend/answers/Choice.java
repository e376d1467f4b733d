package io.waymark.recommend.answers;

import io.waymark.model.ModelName;
import io.waymark.recommend.experiments.Experiment;
import io.waymark.recommend.experiments.Exposure;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.tenancy.TenantId;
import java.util.Optional;
import java.util.Set;

/// Which model a list is asked of.
///
/// @param exposure where an experiment chose it
/// @param leftOut dependencies without which it was chosen
record Choice(ModelName model, Optional<Exposure> exposure, Set<String> leftOut) {
  private static final Choice USUAL = new Choice(ModelName.DEFAULT, Optional.empty(), Set.of());

  Choice {
    leftOut = Set.copyOf(leftOut);
  }

  /// The model that the question names, or that the pages before are of, or else that of the user's
  /// arm. A page counts for the arm of the first one while that experiment runs.
  static Choice of(TenantId tenant, Question question, Seen seen, RunningExperiments experiments) {
    if (!question.isOpenToExperiments()) {
      return new Choice(question.model().orElse(ModelName.DEFAULT), Optional.empty(), Set.of());
    }
    return switch (experiments.of(tenant)) {
      case RunningExperiments.Lookup.Known(Optional<Experiment> running) ->
          seen.begun()
              .map(begun -> goingOn(begun, running))
              .or(
                  () ->
                      running.map(
                          each -> of(each.exposureOf(tenant, question.user().orElseThrow()))))
              .orElse(USUAL);
      case RunningExperiments.Lookup.Unavailable _ ->
          new Choice(
              seen.begun().map(Seen.Begun::model).orElse(ModelName.DEFAULT),
              Optional.empty(),
              Set.of("experiment"));
    };
  }

  private static Choice of(Exposure exposure) {
    return new Choice(exposure.model(), Optional.of(exposure), Set.of());
  }

  private static Choice goingOn(Seen.Begun begun, Optional<Experiment> running) {
    return new Choice(
        begun.model(),
        running
            .flatMap(each -> each.coded(begun.arm()))
            .filter(exposure -> exposure.model().equals(begun.model())),
        Set.of());
  }

  /// The usual model, where this one cannot answer.
  Choice instead() {
    return new Choice(ModelName.DEFAULT, Optional.empty(), leftOut);
  }

  /// For a list that the model did not make.
  Choice uncounted() {
    return new Choice(model, Optional.empty(), leftOut);
  }

  boolean isOfTheUsualModel() {
    return model.equals(ModelName.DEFAULT);
  }

  /// What the pages after go on with.
  Seen.Begun begun() {
    return new Seen.Begun(model, exposure.map(Exposure::code).orElse(Exposure.NONE));
  }
}
