package io.waymark.recommend.predict;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.ProblemException;
import io.waymark.edge.Problems;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.Prediction;
import io.waymark.model.Tensor;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.recommend.RecommendConfig;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.LoadedPredictor;
import io.waymark.recommend.models.ModelCache;
import io.waymark.recommend.models.ModelCache.PredictorLookup;
import io.waymark.recommend.models.PredictorLease;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Runs a tenant's predictors.
@Controller("/api/v1")
@Tag(name = "Models")
final class PredictController {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final ModelCache models;
  private final ModelRegistry registry;
  private final InferenceCache inferences;
  private final Duration atMost;

  PredictController(
      ModelCache models,
      ModelRegistry registry,
      InferenceCache inferences,
      RecommendConfig config) {
    this.models = models;
    this.inferences = inferences;
    this.registry = registry;
    this.atMost = config.modelRun();
  }

  @Operation(
      summary = "Run a predictor on given tensors, in batches of 1–128",
      description =
          "Types and shapes are those that GET /ml/models/list shows. A dimension of -1 is yours to"
              + " choose; the first one is the batch. Inputs are finite numbers; where an output is"
              + " not a number or infinite, null stands. Equal inputs to the same version may be"
              + " answered without running it again.",
      responses = {
        @ApiResponse(
            responseCode = "409",
            description = "The version is not ready, or no version of the model is active"),
        @ApiResponse(
            responseCode = "422",
            description =
                "The model is a recommender, or it could not work with these values, or not in"
                    + " time")
      })
  @Post("/ml/predict")
  @Secured(Scope.Names.MODELS_READ)
  PredictResponse predict(
      @Parameter(hidden = true) Principal principal, @Body PredictRequest request) {
    TenantId tenant = principal.tenant();
    if (request.tenantId() != null && !request.tenantId().equals(tenant.value())) {
      throw Problems.foreignTenant();
    }
    if (request.model() == null) {
      throw Problems.invalid("model", "is required: the name of a predictor");
    }
    if (request.inputs() == null) {
      throw Problems.invalid("inputs", "is required: an object with an entry for each input");
    }
    ModelName name = nameOf(request.model());
    Optional<ModelVersion> version =
        Optional.ofNullable(request.version()).map(text -> versionOf(name, text));
    return switch (models.predictor(tenant, name, version)) {
      case PredictorLookup.Ready(PredictorLease lease) -> {
        try (lease) {
          yield answer(tenant, lease.model(), request.inputs());
        }
      }
      case PredictorLookup.None _ -> throw absent(tenant, name, version);
      case PredictorLookup.Unavailable(String dependency) ->
          throw Problems.unavailable(
              dependency.equals("model")
                  ? "the model cannot be loaded now; see its state in GET /api/v1/models/" + name
                  : dependency + " does not answer",
              SOON);
    };
  }

  private PredictResponse answer(
      TenantId tenant, LoadedPredictor model, Map<String, JsonNode> inputs) {
    Map<String, Tensor> tensors = TensorJson.readAll(inputs, model.graph().signature());
    PredictKey key = PredictKey.of(tenant, model.name(), model.version(), tensors);
    Optional<Prediction.Answered> known = inferences.find(key, Prediction.Answered.class);
    if (known.isPresent()) {
      return response(model, known.orElseThrow());
    }
    return switch (model.graph().predict(tensors, atMost)) {
      case Prediction.Answered answered -> {
        inferences.keep(key, answered, bytes(answered));
        yield response(model, answered);
      }
      case Prediction.WrongInput(String tensor, String message) ->
          throw Problems.invalid("inputs." + tensor, message);
      case Prediction.Failed(String message) ->
          throw Problems.unprocessable(
              "inputs", "are not what the graph can work with: " + message);
      case Prediction.OutOfTime(Duration after) ->
          throw Problems.unprocessable(
              "inputs", "kept the graph busy for " + after.toMillis() + " ms, more than it may");
    };
  }

  private static PredictResponse response(LoadedPredictor model, Prediction.Answered answered) {
    Map<String, Tensor> outputs = answered.outputs();
    Map<String, JsonNode> written = LinkedHashMap.newLinkedHashMap(outputs.size());
    outputs.forEach((name, tensor) -> written.put(name, TensorJson.write(tensor)));
    return new PredictResponse(
        new PredictResponse.Model(model.name().value(), model.version().value()), written);
  }

  /// About what it takes in memory.
  private static long bytes(Prediction.Answered answered) {
    return answered.outputs().values().stream()
        .mapToLong(
            tensor ->
                switch (tensor) {
                  case Tensor.Floats floats -> 4L * floats.values().remaining();
                  case Tensor.Doubles doubles -> 8L * doubles.values().remaining();
                  case Tensor.Ints ints -> 4L * ints.values().remaining();
                  case Tensor.Longs longs -> 8L * longs.values().remaining();
                  case Tensor.Bools bools -> bools.values().remaining();
                  case Tensor.Texts texts ->
                      texts.values().stream().mapToLong(text -> 60 + 2L * text.length()).sum();
                })
        .map(values -> values + 200)
        .sum();
  }

  /// Why there is no such predictor.
  private ProblemException absent(TenantId tenant, ModelName name, Optional<ModelVersion> version) {
    Optional<RegisteredModel> found =
        version
            .or(() -> registry.active(tenant, name).map(ActiveModel::version))
            .flatMap(wanted -> registry.find(tenant, name, wanted))
            .or(() -> version.isPresent() ? Optional.empty() : newest(tenant, name));
    if (found.isEmpty()) {
      return Problems.notFound(
          version.map(wanted -> "version " + wanted + " of ").orElse("") + "model " + name);
    }
    RegisteredModel known = found.orElseThrow();
    if (!known.signature().isPredictor()) {
      return Problems.unprocessable("model", "is a recommender; ask it by POST /api/v1/recommend");
    }
    return Problems.conflict(
        version.isPresent() && !known.standing().isReady()
            ? "version %s of %s is %s, not ready"
                .formatted(known.version(), name, known.standing().state().text())
            : "no version of " + name + " is active; activate one or name it in version");
  }

  private Optional<RegisteredModel> newest(TenantId tenant, ModelName name) {
    return registry.versions(tenant, name).stream().findFirst();
  }

  /// What cannot be a name is no model of anyone's.
  private static ModelName nameOf(String name) {
    try {
      return new ModelName(name);
    } catch (IllegalArgumentException wrong) {
      throw Problems.notFound("model " + name);
    }
  }

  private static ModelVersion versionOf(ModelName name, String version) {
    try {
      return new ModelVersion(version);
    } catch (IllegalArgumentException wrong) {
      throw Problems.notFound("version " + version + " of model " + name);
    }
  }
}
