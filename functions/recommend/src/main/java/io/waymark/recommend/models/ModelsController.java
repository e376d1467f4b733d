package io.waymark.recommend.models;

import io.micronaut.http.annotation.Body;
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
import io.waymark.edge.SourceAddress;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.TensorSpec;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.ActivationGate;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.Deed;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A tenant's model versions over HTTP: look, activate, go back.
@Controller("/api/v1")
@Tag(name = "Models")
final class ModelsController {
  private final ModelRegistry registry;
  private final ActivationGate gate;
  private final ModelCache cache;
  private final Clock clock;

  ModelsController(ModelRegistry registry, ActivationGate gate, ModelCache cache, Clock clock) {
    this.registry = registry;
    this.gate = gate;
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
  /// @param state `waiting` for its file, `uploaded`, `validated`, then `ready` or `refused`; a
  ///   ready one is `active` while it answers and `retired` once another does; one that stays
  ///   `uploaded` or `validated` was too much for the service to open or to run
  /// @param reason why it was refused
  /// @param inputs what its graph takes; empty before it was opened
  /// @param outputs what its graph gives
  /// @param algorithm of an uploaded one as its manifest has it, else `uploaded`
  /// @param metrics that training measured; of an uploaded one what its manifest claims
  /// @param createdBy the member or key that uploaded it, as the audit log names them, or `job:`
  ///   and the training's job; null where an earlier release wrote it
  /// @param activatedAt when it was last let answer
  /// @param activatedBy who let it, as in `created_by`
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
      Instant createdAt,
      @Nullable String createdBy,
      @Nullable Instant activatedAt,
      @Nullable String activatedBy) {}

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

  /// How to activate; may be left out.
  ///
  /// @param force whether to activate it whatever the gate objects, default false
  @Serdeable
  @Schema(name = "ActivationRequest", example = "{\"force\": true}")
  record ActivationRequest(@Nullable Boolean force) {}

  /// What answers now, and what answered before.
  ///
  /// @param forced whether it was activated against the gate's objection
  /// @param objection what the gate objected then
  @Serdeable
  @Schema(name = "ActivatedModel")
  record Activated(
      String name,
      String version,
      @Nullable String previous,
      Instant activatedAt,
      boolean forced,
      @Nullable String objection) {}

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
    Optional<ActiveModel> active = registry.active(tenant, known);
    return registry
        .find(tenant, known, versionOf(name, version))
        .map(found -> versionOf(found, active))
        .orElseThrow(() -> unknown(name, version));
  }

  @Operation(
      summary = "Let a version answer; within five seconds everywhere",
      description =
          "A gate may object: its metrics do not beat its own baseline; training measured it more"
              + " than a tenth worse than the active version; it was uploaded and knows no item of"
              + " your catalogue. The answer is 409 then, with the reason; with force the version is"
              + " activated all the same, and the audit log says so.",
      responses =
          @ApiResponse(
              responseCode = "409",
              description =
                  "The version is not ready, the gate objects, or the active one changed at this"
                      + " moment; look and try again"))
  @Post("/models/{name}/versions/{version}/activate")
  @Secured(Scope.Names.MODELS_WRITE)
  Activated activate(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @PathVariable @Parameter(description = "The model's name; the usual one is `default`")
          String name,
      @PathVariable @Parameter(description = "The version, as training named it") String version,
      @Body @Nullable ActivationRequest request) {
    ModelName known = nameOf(name);
    Instant now = clock.instant();
    Activation activation =
        registry.activate(
            principal.tenant(),
            known,
            versionOf(name, version),
            new Activating(
                Deed.of(principal.subject(), now),
                gate,
                request != null && Boolean.TRUE.equals(request.force()),
                new ActivationNotes(principal, from, known, now).of("model.activated")));
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
      @Parameter(hidden = true) SourceAddress from,
      @PathVariable @Parameter(description = "The model's name; the usual one is `default`")
          String name) {
    ModelName known = nameOf(name);
    Instant now = clock.instant();
    Activation activation =
        registry.rollback(
            principal.tenant(),
            known,
            Deed.of(principal.subject(), now),
            new ActivationNotes(principal, from, known, now).of("model.rolled_back"));
    return answer(principal.tenant(), known, activation, () -> Problems.notFound("model " + name));
  }

  private Activated answer(
      TenantId tenant, ModelName name, Activation activation, Supplier<RuntimeException> unknown) {
    return switch (activation) {
      case Activation.Activated(
              ActiveModel active,
              Optional<ModelVersion> previous,
              Optional<String> overridden) -> {
        cache.askAgain(tenant, name);
        yield activated(name, active, previous, overridden);
      }
      case Activation.AlreadyActive(ActiveModel active) ->
          activated(
              name,
              active,
              active.before().isEmpty() ? Optional.empty() : Optional.of(active.before().getLast()),
              Optional.empty());
      case Activation.Unknown _ -> throw unknown.get();
      case Activation.NotReady(Standing standing) ->
          throw Problems.conflict(
              "the version is %s%s; only one that is ready can be activated"
                  .formatted(
                      standing.state().text(),
                      standing.reason().map(reason -> " (" + reason + ")").orElse("")));
      case Activation.Held(String objection) ->
          throw Problems.conflict(
              objection + "; send {\"force\": true} to activate it all the same");
      case Activation.NothingBefore _ ->
          throw Problems.conflict("no other version of " + name + " was active before");
      case Activation.Overtaken _ ->
          throw Problems.conflict(
              "what is active of " + name + " changed at the same moment; look and try again");
    };
  }

  private static Activated activated(
      ModelName name,
      ActiveModel active,
      Optional<ModelVersion> previous,
      Optional<String> overridden) {
    return new Activated(
        name.value(),
        active.version().value(),
        previous.map(ModelVersion::value).orElse(null),
        active.activatedAt(),
        overridden.isPresent(),
        overridden.orElse(null));
  }

  private Model modelOf(TenantId tenant, ModelName name) {
    Optional<ActiveModel> active = registry.active(tenant, name);
    List<RegisteredModel> versions = registry.versions(tenant, name);
    return new Model(
        name.value(),
        versions.stream().findFirst().map(newest -> newest.signature().kind()).orElse(null),
        active.map(now -> now.version().value()).orElse(null),
        versions.stream().map(found -> versionOf(found, active)).toList());
  }

  private static Version versionOf(RegisteredModel found, Optional<ActiveModel> active) {
    Optional<ActiveModel> itself = active.filter(now -> now.version().equals(found.version()));
    Optional<Deed> activated =
        found.activated().or(() -> itself.map(now -> Deed.ofSomebody(now.activatedAt())));
    return new Version(
        found.name().value(),
        found.version().value(),
        found.signature().kind(),
        found.stateBeside(active),
        found.standing().reason().orElse(null),
        itself.isPresent(),
        found.signature().inputs().stream().map(Tensor::of).toList(),
        found.signature().outputs().stream().map(Tensor::of).toList(),
        found.algorithm(),
        found.metrics(),
        found.createdAt(),
        found.created().by().orElse(null),
        activated.map(Deed::at).orElse(null),
        activated.flatMap(Deed::by).orElse(null));
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
