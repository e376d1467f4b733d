package io.waymark.train;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
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
import io.waymark.edge.idempotency.Idempotent;
import io.waymark.model.ModelName;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.train.job.Job;
import io.waymark.train.job.Jobs;
import io.waymark.train.job.Started;
import io.waymark.training.Algorithms;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Training over HTTP: start a job, follow it.
@Controller("/api/v1/models/train")
@Tag(name = "Training")
class TrainController {
  private final Jobs jobs;
  private final ModelRegistry registry;

  TrainController(Jobs jobs, ModelRegistry registry) {
    this.jobs = jobs;
    this.registry = registry;
  }

  /// What to train; everything has a default.
  ///
  /// @param name of the model, default `default`
  /// @param algorithm default `auto`
  /// @param tenantId may repeat the tenant of the credential
  @Serdeable
  @Schema(example = "{\"algorithm\": \"auto\"}")
  record TrainRequest(
      @Nullable String name, @Nullable String algorithm, @Nullable String tenantId) {}

  /// The job that was stored.
  @Serdeable
  record TrainResponse(String jobId) {}

  /// How a job stands.
  ///
  /// @param state `queued`, `running`, `refused`, `failed` or `done`
  /// @param progress 0 to 1
  /// @param metrics on the held-out part, once measured
  /// @param baseline the same of popularity
  /// @param modelVersion what was published; with `refused`, what the gate kept from answering
  /// @param error why it was refused or failed
  @Serdeable
  record JobResponse(
      String jobId,
      String name,
      String algorithm,
      String state,
      String stage,
      double progress,
      SortedMap<String, Double> metrics,
      SortedMap<String, Double> baseline,
      @Nullable String modelVersion,
      @Nullable String error,
      Instant createdAt,
      Instant updatedAt) {
    static JobResponse of(Job job) {
      return new JobResponse(
          job.id(),
          job.name().value(),
          job.algorithm(),
          job.state().text(),
          job.status().stage(),
          job.status().progress(),
          job.status().metrics(),
          job.status().baseline(),
          job.status().modelVersion().orElse(null),
          job.status().error().orElse(null),
          job.createdAt(),
          job.updatedAt());
    }
  }

  /// Jobs, newest first.
  @Serdeable
  record JobsResponse(List<JobResponse> jobs) {}

  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Train a model from the tenant's accepted interactions",
      description = "The job runs on its own: ask for it to see how it stands.",
      responses =
          @ApiResponse(
              responseCode = "409",
              description =
                  "A job is training this model, or versions of that name are predictors"))
  @Idempotent
  @Post
  @Status(HttpStatus.ACCEPTED)
  @Secured(Scope.Names.MODELS_WRITE)
  HttpResponse<TrainResponse> train(
      @Parameter(hidden = true) Principal principal, @Body TrainRequest request) {
    if (request.tenantId() != null && !request.tenantId().equals(principal.tenant().value())) {
      throw Problems.foreignTenant();
    }
    String algorithm = request.algorithm() == null ? Algorithms.AUTO : request.algorithm();
    if (!Algorithms.has(algorithm)) {
      throw Problems.invalid(
          "algorithm", "must be auto or one of " + String.join(", ", Algorithms.names()));
    }
    ModelName name = nameOf(request.name());
    if (registry.versions(principal.tenant(), name).stream()
        .anyMatch(known -> known.signature().isPredictor())) {
      throw Problems.conflict(
          name + " is a name of predictors, which are uploaded; choose another");
    }
    Started started = jobs.start(principal.tenant(), name, algorithm);
    return switch (started) {
      case Started.Queued(Job job) -> HttpResponse.accepted().body(new TrainResponse(job.id()));
      case Started.AlreadyRunning(String jobId) ->
          throw Problems.conflict("job " + jobId + " is training this model; follow it or wait");
    };
  }

  private static ModelName nameOf(@Nullable String name) {
    if (name == null) {
      return ModelName.DEFAULT;
    }
    try {
      return new ModelName(name);
    } catch (IllegalArgumentException wrong) {
      throw Problems.invalid(
          "name",
          "must be 1-63 of a-z, 0-9, '-' and '_', beginning with a letter or digit, and not 'train'");
    }
  }

  @Operation(summary = "The tenant's newest training jobs")
  @Get
  @Secured(Scope.Names.MODELS_READ)
  JobsResponse list(@Parameter(hidden = true) Principal principal) {
    return new JobsResponse(jobs.newest(principal.tenant()).stream().map(JobResponse::of).toList());
  }

  @Operation(summary = "How a training job stands")
  @Get("/{job_id}")
  @Secured(Scope.Names.MODELS_READ)
  JobResponse job(
      @Parameter(hidden = true) Principal principal,
      @PathVariable("job_id") @Parameter(description = "The job's id") String jobId) {
    return jobs.find(principal.tenant(), jobId)
        .map(JobResponse::of)
        .orElseThrow(() -> Problems.notFound("training job " + jobId));
  }
}
