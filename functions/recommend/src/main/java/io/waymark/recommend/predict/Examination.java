package io.waymark.recommend.predict;

import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelPackageException.Fault;
import io.waymark.model.OnnxPredictor;
import io.waymark.model.Prediction;
import io.waymark.model.Signature;
import io.waymark.model.Tensor;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.ModelState;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.Standing;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Takes an uploaded predictor from `waiting` to `ready`: it is tried in a process of its own,
/// opened here, run once, and only then copied to where models are loaded from. Each step is
/// written down before it begins, so that one which takes the function down with it can be told
/// from the others.
final class Examination {
  private static final Manifest.About BARE =
      new Manifest.About(
          Manifest.PREDICTOR,
          "uploaded",
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new Manifest.Training(0, 0, 0, "", ""));

  private final ModelRegistry registry;
  private final PackageUploadStore uploads;
  private final PackageStore packages;
  private final Trials.Bounds bounds;
  private final Trials trials;

  Examination(
      ModelRegistry registry,
      PackageUploadStore uploads,
      PackageStore packages,
      Trials.Bounds bounds) {
    this.registry = registry;
    this.uploads = uploads;
    this.packages = packages;
    this.bounds = bounds;
    this.trials = new Trials(bounds);
  }

  /// What became of it.
  sealed interface Outcome {
    /// It is ready or refused, here or by someone who examined it at the same time.
    record Decided(RegisteredModel model) implements Outcome {}

    /// Its file has not come yet.
    record Awaited() implements Outcome {}

    /// It was not examined: others are being.
    record Busy() implements Outcome {}

    /// It opened, and could not work with what it was run on; it may be tried with other inputs.
    record NotRun(String message) implements Outcome {}
  }

  /// Examines a version.
  ///
  /// @param sample gives what to run the graph on
  Outcome examine(
      TenantId tenant, RegisteredModel begun, Function<Signature, Map<String, Tensor>> sample)
      throws IOException {
    Path folder = Files.createTempDirectory("waymark-upload");
    try {
      if (!fetch(tenant, begun, ModelPackage.MODEL, folder)) {
        return new Outcome.Awaited();
      }
      boolean packaged = fetch(tenant, begun, Manifest.FILE, folder);
      advance(tenant, begun.with(Standing.of(ModelState.UPLOADED)));
      try {
        return examine(tenant, begun, folder, packaged, sample);
      } catch (ModelPackageException wrong) {
        return decided(tenant, begun.with(Standing.refused(String.valueOf(wrong.getMessage()))));
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private boolean fetch(TenantId tenant, RegisteredModel model, String file, Path folder) {
    return uploads.fetch(tenant, model.name(), model.version(), file, folder.resolve(file));
  }

  private Outcome examine(
      TenantId tenant,
      RegisteredModel begun,
      Path folder,
      boolean packaged,
      Function<Signature, Map<String, Tensor>> sample)
      throws IOException {
    Manifest.About about = packaged ? ModelPackage.read(folder, limits()).manifest().about() : BARE;
    if (!about.kind().equals(Manifest.PREDICTOR)) {
      throw new ModelPackageException(
          Fault.WRONG_CONTRACT, Manifest.FILE, "kind must be predictor, not " + about.kind());
    }
    Listings.check(about);
    return switch (trials.of(folder.resolve(ModelPackage.MODEL))) {
      case Trials.Outcome.Busy _ -> new Outcome.Busy();
      case Trials.Outcome.Refused(String reason) ->
          decided(tenant, begun.with(Standing.refused(reason)));
      case Trials.Outcome.Passed(long memory) ->
          opened(tenant, begun, about.tookMemory(memory), folder, sample);
    };
  }

  private Outcome opened(
      TenantId tenant,
      RegisteredModel begun,
      Manifest.About about,
      Path folder,
      Function<Signature, Map<String, Tensor>> sample)
      throws IOException {
    RegisteredModel opened;
    try (OnnxPredictor model =
        OnnxPredictor.load(folder.resolve(ModelPackage.MODEL), limits(), 1)) {
      Listings.check(model.signature());
      opened = begun.with(model.signature()).with(Standing.of(ModelState.VALIDATED));
      advance(tenant, opened);
      switch (model.predict(sample.apply(model.signature()), bounds.run())) {
        case Prediction.Answered _ -> {}
        case Prediction.WrongInput(String tensor, String message) -> {
          return new Outcome.NotRun(tensor + " " + message);
        }
        case Prediction.Failed(String message) -> {
          return new Outcome.NotRun(message);
        }
        case Prediction.OutOfTime(Duration after) -> {
          return decided(
              tenant,
              opened.with(
                  Standing.refused(
                      "%s: was still running after %d ms"
                          .formatted(ModelPackage.MODEL, after.toMillis()))));
        }
      }
    }
    return publish(tenant, opened, about, folder);
  }

  private ModelPackage.Limits limits() {
    return new ModelPackage.Limits(bounds.bytes(), 2 * bounds.bytes(), 0);
  }

  private Outcome publish(
      TenantId tenant, RegisteredModel opened, Manifest.About about, Path folder)
      throws IOException {
    Manifest _ = ModelPackage.write(folder, about, opened.version(), opened.createdAt(), List.of());
    String prefix = packages.upload(tenant, opened.name(), opened.version(), folder);
    return decided(
        tenant,
        new RegisteredModel(
            opened.name(),
            opened.version(),
            Standing.READY,
            opened.signature(),
            about.algorithm(),
            about.metrics(),
            opened.createdAt(),
            prefix));
  }

  private Outcome decided(TenantId tenant, RegisteredModel model) {
    advance(tenant, model);
    return new Outcome.Decided(registry.find(tenant, model.name(), model.version()).orElse(model));
  }

  /// Where somebody else decided in the meantime, that stands.
  private void advance(TenantId tenant, RegisteredModel model) {
    boolean _ = registry.advance(tenant, model);
  }
}
