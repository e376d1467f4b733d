package io.waymark.recommend.predict;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.FieldError;
import io.waymark.edge.PresignedPut;
import io.waymark.edge.Problems;
import io.waymark.edge.idempotency.Idempotent;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.Signature;
import io.waymark.model.Tensor;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.ModelState;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.Standing;
import io.waymark.recommend.RecommendConfig;
import io.waymark.recommend.predict.PackageUploadStore.Announced;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A tenant's own models over presigned URLs.
@Controller("/api/v1/models/{name}/versions")
@Secured(Scope.Names.MODELS_WRITE)
@Tag(name = "Models")
class ModelUploadsController {
  private static final Duration SOON = Duration.ofSeconds(5);

  /// The process of a trial may take a third of the trial's time to start: with the wait for other
  /// trials they stay below API Gateway's 29 s.
  private static final int START_SHARE = 3;

  /// All files together may have so many times what one may have.
  private static final long MOST_UPLOADS = 2;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ModelRegistry registry;
  private final PackageUploadStore uploads;
  private final Examination examination;
  private final RecommendConfig config;
  private final Clock clock;

  ModelUploadsController(
      ModelRegistry registry,
      PackageUploadStore uploads,
      PackageStore packages,
      RecommendConfig config,
      Clock clock) {
    this.registry = registry;
    this.uploads = uploads;
    this.config = config;
    this.clock = clock;
    this.examination =
        new Examination(
            registry,
            uploads,
            packages,
            new Trials.Bounds(
                config.uploadLimit(),
                config.modelMemory(),
                config.modelRun(),
                config.modelTrial().dividedBy(START_SHARE),
                config.modelTrial()),
            clock);
  }

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Begin the upload of a model of your own",
      description =
          "A predictor or a recommender. Answers with a URL for each file to PUT it to, with the"
              + " headers as given. When they are there, ask for the version to be validated.")
  @ApiResponse(responseCode = "409", description = "Versions of that name are of the other kind")
  HttpResponse<ModelUpload.Begun> begin(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The model's name; made where there is none")
          String name,
      @Body ModelUpload.Request request) {
    TenantId tenant = principal.tenant();
    if (request.tenantId() != null && !request.tenantId().equals(tenant.value())) {
      throw Problems.foreignTenant();
    }
    ModelName model = newNameOf(name);
    UploadKind kind = kindOf(request);
    List<Announced> files = filesOf(request, kind);
    refuseNamesOfTheOther(tenant, model, kind);
    Instant now = clock.instant();
    ModelVersion version = ModelVersion.at(now, RANDOM.nextInt());
    registry.register(
        tenant,
        new RegisteredModel(
            model,
            version,
            Standing.of(ModelState.WAITING),
            kind.unopened(),
            "uploaded",
            new TreeMap<>(),
            Deed.of(principal.subject(), now),
            tenant + "/" + model + "/" + version + "/",
            Optional.empty()));
    return HttpResponse.created(
        new ModelUpload.Begun(
            model.value(),
            version.value(),
            ModelState.WAITING.text(),
            files.stream().map(file -> put(tenant, model, version, file, now)).toList()));
  }

  private ModelUpload.Put put(
      TenantId tenant, ModelName name, ModelVersion version, Announced file, Instant now) {
    PresignedPut put = uploads.presign(tenant, name, version, file, config.uploadUrlValid());
    return new ModelUpload.Put(
        file.name(), put.url().toString(), "PUT", put.headers(), now.plus(config.uploadUrlValid()));
  }

  private static UploadKind kindOf(ModelUpload.Request request) {
    return request.kind() == null
        ? UploadKind.PREDICTOR
        : UploadKind.of(request.kind())
            .orElseThrow(() -> Problems.invalid("kind", "must be predictor or recommender"));
  }

  /// The usual name is one of recommenders, whether there are versions or not.
  private void refuseNamesOfTheOther(TenantId tenant, ModelName model, UploadKind kind) {
    boolean other =
        registry.versions(tenant, model).stream()
            .anyMatch(known -> UploadKind.of(known.signature()) != kind);
    switch (kind) {
      case PREDICTOR -> {
        if (other || model.equals(ModelName.DEFAULT)) {
          throw Problems.conflict(model + " is a name of recommenders; choose another");
        }
      }
      case RECOMMENDER -> {
        if (other) {
          throw Problems.conflict(model + " is a name of predictors; choose another");
        }
      }
    }
  }

  private List<Announced> filesOf(ModelUpload.Request request, UploadKind kind) {
    List<FieldError> errors = new ArrayList<>();
    List<ModelUpload.@Nullable Announced> given =
        request.files() == null ? List.of() : request.files();
    List<Announced> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int at = 0; at < given.size(); at++) {
      ModelUpload.Announced file = given.get(at);
      String name = file == null || file.name() == null ? "" : file.name();
      long size = file == null || file.sizeBytes() == null ? 0 : file.sizeBytes();
      if (!kind.takes(name) || !names.add(name)) {
        errors.add(new FieldError("files[" + at + "].name", kind.names()));
      }
      if (size < 1 || size > config.uploadLimit()) {
        errors.add(
            new FieldError(
                "files[" + at + "].size_bytes",
                "must be the length of the file, from 1 to " + config.uploadLimit() + " bytes"));
      }
      files.add(new Announced(name, size));
    }
    if (errors.isEmpty()
        && files.stream().mapToLong(Announced::bytes).sum() > MOST_UPLOADS * config.uploadLimit()) {
      errors.add(
          new FieldError(
              "files",
              "must be of at most " + MOST_UPLOADS * config.uploadLimit() + " bytes together"));
    }
    if (errors.isEmpty() && !names.containsAll(kind.required())) {
      errors.add(new FieldError("files", kind.least()));
    }
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    return files;
  }

  @Post("/{version}/validate")
  @Operation(
      summary = "Examine an uploaded version and run it",
      description =
          "The model is first loaded and run in a process of its own, with bounds of memory and"
              + " time; a recommender is asked for made-up histories there, and its answers are"
              + " looked at. What is found good is ready to be activated. A file that breaks a rule is"
              + " refused for good; read `state` and `reason`."
              + " May be asked again.",
      responses = {
        @ApiResponse(
            responseCode = "409",
            description = "A file of it has not been uploaded yet, or it is being examined"),
        @ApiResponse(
            responseCode = "422",
            description = "The model cannot work with the inputs it was run on; give others")
      })
  ModelUpload.Reached validate(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The model's name") String name,
      @PathVariable @Parameter(description = "The version, as the upload named it") String version,
      @Body ModelUpload.@Nullable Sample sample)
      throws IOException {
    RegisteredModel known = find(principal.tenant(), name, version);
    if (known.standing().isFinal()) {
      return reached(known);
    }
    @Nullable Map<String, JsonNode> inputs = sample == null ? null : sample.inputs();
    if (inputs != null && !known.signature().isPredictor()) {
      throw Problems.invalid(
          "inputs", "are a predictor's; a recommender is asked for made-up histories");
    }
    Function<Signature, Map<String, Tensor>> run =
        inputs == null ? MadeUpInputs::zeros : signature -> TensorJson.readAll(inputs, signature);
    return switch (examination.examine(principal.tenant(), known.name(), known.version(), run)) {
      case Examination.Outcome.Decided(RegisteredModel model) -> reached(model);
      case Examination.Outcome.Awaited(String file) ->
          throw Problems.conflict(
              file + " has not been uploaded yet; PUT it to the URL of its version");
      case Examination.Outcome.BeingExamined _ ->
          throw Problems.conflict("the version is being examined; ask again", SOON);
      case Examination.Outcome.Busy _ ->
          throw Problems.unavailable("other models are being examined", SOON);
      case Examination.Outcome.Untried _ ->
          throw Problems.unavailable("the model could not be tried; ask again", SOON);
      case Examination.Outcome.NotRun(String message) ->
          throw Problems.unprocessable(
              "inputs",
              (inputs == null ? "are needed, the graph cannot work with zeros: " : "do not fit: ")
                  + message);
    };
  }

  private static ModelUpload.Reached reached(RegisteredModel model) {
    return new ModelUpload.Reached(
        model.name().value(),
        model.version().value(),
        model.standing().state().text(),
        model.standing().reason().orElse(null));
  }

  private RegisteredModel find(TenantId tenant, String name, String version) {
    try {
      return registry
          .find(tenant, new ModelName(name), new ModelVersion(version))
          .orElseThrow(() -> Problems.notFound("version " + version + " of model " + name));
    } catch (IllegalArgumentException wrong) {
      throw Problems.notFound("version " + version + " of model " + name);
    }
  }

  private static ModelName newNameOf(String name) {
    try {
      return new ModelName(name);
    } catch (IllegalArgumentException wrong) {
      throw Problems.invalid("name", String.valueOf(wrong.getMessage()));
    }
  }
}
