package io.waymark.recommend.predict;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelPackageException.Fault;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxPredictor;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.Prediction;
import io.waymark.model.RecommenderContract;
import io.waymark.model.Signature;
import io.waymark.model.Tensor;
import io.waymark.model.registry.Examiner;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.ModelState;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.Standing;
import io.waymark.recommend.models.LoadedModel;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes an uploaded model from `waiting` to `ready`: it is tried in a process of its own, opened
/// here, run once, and only then copied to where models are loaded from. Each step is written down
/// before it begins, so that one which takes the function down with it can be told from the others.
final class Examination {
  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  /// No call of this function takes so long: the files of a version that somebody else found ready
  /// meanwhile are never written over.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ModelRegistry registry;
  private final PackageUploadStore uploads;
  private final PackageStore packages;
  private final Trials.Bounds bounds;
  private final Trials trials;
  private final Clock clock;

  Examination(
      ModelRegistry registry,
      PackageUploadStore uploads,
      PackageStore packages,
      Trials.Bounds bounds,
      Clock clock) {
    this.registry = registry;
    this.uploads = uploads;
    this.packages = packages;
    this.bounds = bounds;
    this.trials = new Trials(bounds);
    this.clock = clock;
  }

  /// What became of it.
  sealed interface Outcome {
    /// It is ready or refused, here or by someone who examined it at the same time.
    record Decided(RegisteredModel model) implements Outcome {}

    /// A file of it has not come yet.
    record Awaited(String file) implements Outcome {}

    /// It was not examined: others are being.
    record Busy() implements Outcome {}

    /// It was not examined: this instance cannot try models just now.
    record Untried() implements Outcome {}

    /// Somebody else examines it just now.
    record BeingExamined() implements Outcome {}

    /// It opened, and could not work with what it was run on; it may be tried with other inputs.
    record NotRun(String message) implements Outcome {}
  }

  /// Examines a version, unless it is decided or somebody else examines it.
  ///
  /// @param sample gives what to run the graph on
  Outcome examine(
      TenantId tenant,
      ModelName name,
      ModelVersion version,
      Function<Signature, Map<String, Tensor>> sample)
      throws IOException {
    Instant now = clock.instant();
    Examiner examiner = new Examiner(UUID.randomUUID().toString(), now.plus(LONGEST));
    Optional<RegisteredModel> claimed = registry.claim(tenant, name, version, examiner, now);
    if (claimed.isEmpty()) {
      return byAnother(tenant, name, version);
    }
    Path folder = Files.createTempDirectory("waymark-upload");
    try {
      return examine(new Work(tenant, examiner, folder, sample), claimed.orElseThrow());
    } finally {
      Folders.delete(folder);
      release(tenant, name, version, examiner);
    }
  }

  /// One examination.
  private record Work(
      TenantId tenant,
      Examiner examiner,
      Path folder,
      Function<Signature, Map<String, Tensor>> sample) {}

  private Outcome byAnother(TenantId tenant, ModelName name, ModelVersion version) {
    return registry
        .find(tenant, name, version)
        .filter(known -> known.standing().isFinal())
        .<Outcome>map(Outcome.Decided::new)
        .orElseGet(Outcome.BeingExamined::new);
  }

  /// Whoever cannot be told is not waited for longer than until the examination would be over.
  private void release(TenantId tenant, ModelName name, ModelVersion version, Examiner examiner) {
    try {
      registry.release(tenant, name, version, examiner);
    } catch (StoreUnavailableException down) {
      LOG.warn("{} {} cannot be examined until {}", name, version, examiner.until());
    }
  }

  private Outcome examine(Work work, RegisteredModel begun) throws IOException {
    UploadKind kind = UploadKind.of(begun.signature());
    for (String file : kind.required()) {
      if (!fetch(work, begun, file)) {
        return new Outcome.Awaited(file);
      }
    }
    for (String file : kind.optional()) {
      boolean _ = fetch(work, begun, file);
    }
    advance(work, begun.with(Standing.of(ModelState.UPLOADED)));
    try {
      return examine(work, begun, kind);
    } catch (ModelPackageException wrong) {
      return decided(work, begun.with(Standing.refused(String.valueOf(wrong.getMessage()))));
    }
  }

  private boolean fetch(Work work, RegisteredModel model, String file) {
    return uploads.fetch(
        work.tenant(), model.name(), model.version(), file, work.folder().resolve(file));
  }

  private Outcome examine(Work work, RegisteredModel begun, UploadKind kind) throws IOException {
    UploadedFiles uploaded = new UploadedFiles(work.folder(), kind, limits());
    Manifest.About about = uploaded.about();
    Path graph = work.folder().resolve(ModelPackage.MODEL);
    Trials.Outcome tried =
        switch (kind) {
          case PREDICTOR -> trials.ofPredictor(graph);
          case RECOMMENDER ->
              trials.ofRecommender(graph, Math.toIntExact(about.training().items()));
        };
    return switch (tried) {
      case Trials.Outcome.Busy _ -> new Outcome.Busy();
      case Trials.Outcome.Untried _ -> new Outcome.Untried();
      case Trials.Outcome.Refused(String reason) ->
          decided(work, begun.with(Standing.refused(reason)));
      case Trials.Outcome.Passed(long memory) -> {
        ModelPackage files =
            uploaded.sealed(about.tookMemory(memory), begun.version(), begun.createdAt());
        yield switch (kind) {
          case PREDICTOR -> openedPredictor(work, begun, files);
          case RECOMMENDER -> openedRecommender(work, begun, files);
        };
      }
    };
  }

  private Outcome openedRecommender(Work work, RegisteredModel begun, ModelPackage files)
      throws IOException {
    Signature signature =
        RecommenderContract.open(files.model(), files.items().size(), limits(), bounds.run());
    Listings.check(signature);
    RegisteredModel opened = begun.with(signature).with(Standing.of(ModelState.VALIDATED));
    advance(work, opened);
    try (LoadedModel model =
        new LoadedModel(begun.name(), files, OnnxRecommender.load(files, limits(), 1))) {
      if (model.bytes() > bounds.memory()) {
        throw new ModelPackageException(
            Fault.TOO_LARGE,
            ModelPackage.MODEL,
            "takes %d bytes of memory with its %d items, more than %d"
                .formatted(model.bytes(), files.items().size(), bounds.memory()));
      }
    }
    return publish(work, opened, files);
  }

  private Outcome openedPredictor(Work work, RegisteredModel begun, ModelPackage files)
      throws IOException {
    RegisteredModel opened;
    try (OnnxPredictor model = OnnxPredictor.load(files, limits(), 1)) {
      Listings.check(model.signature());
      opened = begun.with(model.signature()).with(Standing.of(ModelState.VALIDATED));
      advance(work, opened);
      switch (model.predict(work.sample().apply(model.signature()), bounds.run())) {
        case Prediction.Answered _ -> {}
        case Prediction.WrongInput(String tensor, String message) -> {
          return new Outcome.NotRun(tensor + " " + message);
        }
        case Prediction.Failed(String message) -> {
          return new Outcome.NotRun(message);
        }
        case Prediction.OutOfTime(Duration after) -> {
          return decided(
              work,
              opened.with(
                  Standing.refused(
                      "%s: was still running after %d ms"
                          .formatted(ModelPackage.MODEL, after.toMillis()))));
        }
      }
    }
    return publish(work, opened, files);
  }

  private ModelPackage.Limits limits() {
    return new ModelPackage.Limits(
        bounds.bytes(), 2 * bounds.bytes(), LoadedModel.mostItems(bounds.memory()));
  }

  /// Writes files only while nobody else can have decided.
  private Outcome publish(Work work, RegisteredModel opened, ModelPackage files)
      throws IOException {
    if (!registry.advance(work.tenant(), opened, work.examiner())) {
      return byAnother(work.tenant(), opened.name(), opened.version());
    }
    String prefix = packages.upload(work.tenant(), opened.name(), opened.version(), files.folder());
    Manifest.About about = files.manifest().about();
    return decided(
        work,
        new RegisteredModel(
            opened.name(),
            opened.version(),
            Standing.READY,
            opened.signature(),
            about.algorithm(),
            about.metrics(),
            opened.created(),
            prefix,
            opened.activated()));
  }

  private Outcome decided(Work work, RegisteredModel model) {
    advance(work, model);
    return new Outcome.Decided(
        registry.find(work.tenant(), model.name(), model.version()).orElse(model));
  }

  /// Where somebody else decided in the meantime, that stands.
  private void advance(Work work, RegisteredModel model) {
    boolean _ = registry.advance(work.tenant(), model, work.examiner());
  }
}
