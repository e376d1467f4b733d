package io.waymark.recommend.models;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Problems;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.TensorSpec;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.Standing;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A tenant's model versions over HTTP: look, activate, go back.
@Controller("/api/v1")
@Tag(name = "Models")
final class ModelsController {
  private final ModelRegistry registry;
  private final ModelCache cache;
  private final Clock clock;

  ModelsController(ModelRegistry registry, ModelCache cache, Clock clock) {
    this.registry = registry;
    this.cache = cache;
    this.clock = clock;
  }

  /// A tensor that a model takes or gives.
  ///
  /// @param type `float32`, `float64`, `int32`, `int64`, `bool` or `string`
  /// @param shape a size for each dimension, -1 where the caller chooses it; a first -1 is the
  ///   batch
  @Serdeable
  @Schema(name = "ModelTensor")
  record Tensor(String name, String type, List<Long> shape) {
    static Tensor of(TensorSpec spec) {
      return new Tensor(spec.name(), spec.type().text(), spec.shape());
    }
  }

  /// One version of a model.
  ///
  /// @param kind `recommender` or `predictor`
  /// @param state `waiting` for its file, `uploaded`, `validated`, then `ready` or `refused`; one
  ///   that stays `uploaded` or `validated` was too much for the service to open or to run
  /// @param reason why it was refused
  /// @param inputs what its graph takes; empty before it was opened
  /// @param outputs what its graph gives
  /// @param algorithm of an uploaded one as its manifest has it, else `uploaded`
  /// @param metrics that training measured; of an uploaded one what its manifest claims
  @Serdeable
  @Schema(name = "ModelVersion")
  record Version(
      String name,
      String version,
      String kind,
      String state,
      @Nullable String reason,
      boolean active,
      List<Tensor> inputs,
      List<Tensor> outputs,
      String algorithm,
      SortedMap<String, Double> metrics,
      Instant createdAt) {}

  /// One name with its versions, newest first.
  ///
  /// @param kind of all its versions, `recommender` or `predictor`
  @Serdeable
  @Schema(name = "Model")
  record Model(
      String name, @Nullable String kind, @Nullable String active, List<Version> versions) {}

  /// All names of a tenant.
  @Serdeable
  @Schema(name = "Models")
  record Models(List<Model> models) {}

  /// What answers now, and what answered before.
  @Serdeable
  @Schema(name = "ActivatedModel")
  record Activated(String name, String version, @Nullable String previous, Instant activatedAt) {}

  @Operation(summary = "The tenant's models with their versions")
  @Get("/models")
  @Secured(Scope.Names.MODELS_READ)
  Models models(@Parameter(hidden = true) Principal principal) {
    return new Models(
        registry.names(principal.tenant()).stream()
            .map(name -> modelOf(principal.tenant(), name))
            .toList());
  }

  @Operation(
      summary =
          "The tenant's models with their versions, kinds and tensors; the same as GET /models")
  @Get("/ml/models/list")
  @Secured(Scope.Names.MODELS_READ)
  Models list(@Parameter(hidden = true) Principal principal) {
    return models(principal);
  }

  @Operation(summary = "One model with its versions")
  @Get("/models/{name}")
  @Secured(Scope.Names.MODELS_READ)
  Model model(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The model's name; the usual one is `default`")
          String name) {
    Model model = modelOf(principal.tenant(), nameOf(name));
    if (model.versions().isEmpty()) {
      throw Problems.notFound("model " + name);
    }
    return model;
  }

  @Operation(summary = "One version of a model")
  @Get("/models/{name}/versions/{version}")
  @Secured(Scope.Names.MODELS_READ)
  Version version(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The model's name; the usual one is `default`")
          String name,
      @PathVariable @Parameter(description = "The version, as training named it") String version) {
    TenantId tenant = principal.tenant();
    ModelName known = nameOf(name);
    Optional<ModelVersion> active = registry.active(tenant, known).map(ActiveModel::version);
    return registry
        .find(tenant, known, versionOf(name, version))
        .map(found -> versionOf(found, active))
        .orElseThrow(() -> unknown(name, version));
  }

  @Operation(
      summary = "Let a version answer; within five seconds everywhere",
      responses =
          @ApiResponse(
              responseCode = "409",
              description =
                  "The version is not ready, or the active one changed at this moment; look and"
                      + " try again"))
  @Post("/models/{name}/versions/{version}/activate")
  @Secured(Scope.Names.MODELS_WRITE)
  Activated activate(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The model's name; the usual one is `default`")
          String name,
      @PathVariable @Parameter(description = "The version, as training named it") String version) {
    ModelName known = nameOf(name);
    Activation activation =
        registry.activate(principal.tenant(), known, versionOf(name, version), clock.instant());
    return answer(principal.tenant(), known, activation, () -> unknown(name, version));
  }

  @Operation(
      summary = "Let the version that was active before answer again",
      responses =
          @ApiResponse(
              responseCode = "409",
              description =
                  "No other version was active before, or the active one changed at this moment"))
  @Post("/models/{name}/rollback")
  @Secured(Scope.Names.MODELS_WRITE)
  Activated rollback(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The model's name; the usual one is `default`")
          String name) {
    ModelName known = nameOf(name);
    Activation activation = registry.rollback(principal.tenant(), known, clock.instant());
    return answer(principal.tenant(), known, activation, () -> Problems.notFound("model " + name));
  }

  private Activated answer(
      TenantId tenant,
      ModelName name,
      Activation activation,
      java.util.function.Supplier<RuntimeException> unknown) {
    return switch (activation) {
      case Activation.Activated(ActiveModel active, Optional<ModelVersion> previous) -> {
        cache.askAgain(tenant, name);
        yield activated(name, active, previous);
      }
      case Activation.AlreadyActive(ActiveModel active) ->
          activated(
              name,
              active,
              active.before().isEmpty()
                  ? Optional.empty()
                  : Optional.of(active.before().getLast()));
      case Activation.Unknown _ -> throw unknown.get();
      case Activation.NotReady(Standing standing) ->
          throw Problems.conflict(
              "the version is %s%s; only one that is ready can be activated"
                  .formatted(
                      standing.state().text(),
                      standing.reason().map(reason -> " (" + reason + ")").orElse("")));
      case Activation.NothingBefore _ ->
          throw Problems.conflict("no other version of " + name + " was active before");
      case Activation.Overtaken _ ->
          throw Problems.conflict(
              "what is active of " + name + " changed at the same moment; look and try again");
    };
  }

  private static Activated activated(
      ModelName name, ActiveModel active, Optional<ModelVersion> previous) {
    return new Activated(
        name.value(),
        active.version().value(),
        previous.map(ModelVersion::value).orElse(null),
        active.activatedAt());
  }

  private Model modelOf(TenantId tenant, ModelName name) {
    Optional<ModelVersion> active = registry.active(tenant, name).map(ActiveModel::version);
    List<RegisteredModel> versions = registry.versions(tenant, name);
    return new Model(
        name.value(),
        versions.stream().findFirst().map(newest -> newest.signature().kind()).orElse(null),
        active.map(ModelVersion::value).orElse(null),
        versions.stream().map(found -> versionOf(found, active)).toList());
  }

  private static Version versionOf(RegisteredModel found, Optional<ModelVersion> active) {
    return new Version(
        found.name().value(),
        found.version().value(),
        found.signature().kind(),
        found.standing().state().text(),
        found.standing().reason().orElse(null),
        active.equals(Optional.of(found.version())),
        found.signature().inputs().stream().map(Tensor::of).toList(),
        found.signature().outputs().stream().map(Tensor::of).toList(),
        found.algorithm(),
        found.metrics(),
        found.createdAt());
  }

  /// What cannot be a name is no model of anyone's.
  private static ModelName nameOf(String name) {
    try {
      return new ModelName(name);
    } catch (IllegalArgumentException wrong) {
      throw Problems.notFound("model " + name);
    }
  }

  private static ModelVersion versionOf(String name, String version) {
    try {
      return new ModelVersion(version);
    } catch (IllegalArgumentException wrong) {
      throw unknown(name, version);
    }
  }

  private static RuntimeException unknown(String name, String version) {
    return Problems.notFound("version " + version + " of model " + name);
  }
}
