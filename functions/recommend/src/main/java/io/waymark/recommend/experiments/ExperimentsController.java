package io.waymark.recommend.experiments;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Problems;
import io.waymark.edge.SourceAddress;
import io.waymark.model.ModelName;
import io.waymark.recommend.experiments.Experiments.Author;
import io.waymark.recommend.experiments.Experiments.Change;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The experiment of a tenant over HTTP.
@Controller("/api/v1/experiments")
@Tag(name = "Experiments")
final class ExperimentsController {
  private final Experiments experiments;

  ExperimentsController(Experiments experiments) {
    this.experiments = experiments;
  }

  /// What runs.
  ///
  /// @param experiment none where none runs
  /// @param revision counts changes, from 0; sent back with a change, it keeps one from undoing
  ///   another's
  @Serdeable
  @Schema(name = "Experiments")
  record Response(@Nullable Running experiment, long revision) {
    static Response of(ExperimentState state) {
      return new Response(state.running().map(Running::of).orElse(null), state.revision());
    }
  }

  /// An experiment.
  ///
  /// @param startedBy the id of the member or key that began it
  @Serdeable
  @Schema(name = "Experiment")
  record Running(String name, List<RunningArm> arms, Instant startedAt, String startedBy) {
    static Running of(Experiment experiment) {
      return new Running(
          experiment.name(),
          experiment.plan().arms().stream()
              .map(arm -> new RunningArm(arm.name(), arm.model().value(), arm.share()))
              .toList(),
          experiment.startedAt(),
          experiment.startedBy());
    }
  }

  /// One of its arms.
  ///
  /// @param share of the users
  @Serdeable
  @Schema(name = "ExperimentArm")
  record RunningArm(String name, String model, double share) {}

  @Get
  @Secured(Scope.Names.MODELS_READ)
  @Operation(
      summary = "The experiment that runs",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  Response read(@Parameter(hidden = true) Principal principal) {
    return Response.of(experiments.find(principal.tenant()));
  }

  @Put
  @Secured(Scope.Names.MODELS_WRITE)
  @Operation(
      summary = "Begin, change or end the experiment",
      description =
          "A tenant has one experiment at a time. Other shares for the same name and arms go on"
              + " with it and move as few users as can be; another name or other arms begin a new"
              + " one in its place. What is asked for already holds changes nothing. Within five"
              + " seconds all answers follow. It is told in the audit log.",
      responses =
          @ApiResponse(
              responseCode = "409",
              description =
                  "A model of an arm has no active version, somebody else changed the"
                      + " experiment, or 15 were begun on this day already"),
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  Response set(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @Body ExperimentRequest request) {
    return switch (experiments.set(new Author(principal, from), request.plan(), request.seen())) {
      case Change.Done(ExperimentState state) -> Response.of(state);
      case Change.Overtaken _ ->
          throw Problems.conflict("somebody else changed the experiment; look and try again");
      case Change.NotActive(List<ModelName> models) ->
          throw Problems.conflict(
              "no version of a recommender is active of "
                  + models.stream().map(ModelName::value).collect(Collectors.joining(", ")));
      case Change.TooMany _ ->
          throw Problems.conflict(
              Experiments.MOST_IN_A_DAY
                  + " experiments were begun today (UTC); begin another tomorrow");
      case Change.WornOut _ ->
          throw Problems.conflict(
              "the shares of this experiment were changed too often; begin a new one");
    };
  }
}
