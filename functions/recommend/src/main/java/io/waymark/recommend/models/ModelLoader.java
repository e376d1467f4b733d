package io.waymark.recommend.models;

import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxPredictor;
import io.waymark.model.Recommender;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.scan.Recommenders;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Brings a package from its store into memory by way of a temporary folder.
public final class ModelLoader {
  private final PackageStore packages;
  private final ModelPackage.Limits limits;
  private final Opening opening;

  /// Makes a recommender of a package.
  interface Opening {
    Recommender open(ModelPackage files, ModelPackage.Limits limits) throws IOException;
  }

  public ModelLoader(PackageStore packages, ModelPackage.Limits limits) {
    this(packages, limits, Recommenders::load);
  }

  ModelLoader(PackageStore packages, ModelPackage.Limits limits, Opening opening) {
    this.packages = packages;
    this.limits = limits;
    this.opening = opening;
  }

  /// Loads and verifies.
  ///
  /// @throws io.waymark.model.ModelPackageException where the package is not what it must be
  InMemory load(TenantId tenant, ModelName name, ModelVersion version) throws IOException {
    Path folder = Files.createTempDirectory("waymark-model");
    try {
      packages.download(tenant, name, version, folder);
      ModelPackage files = ModelPackage.read(folder, limits);
      return files.manifest().about().kind().equals(Manifest.PREDICTOR)
          ? predictor(name, files)
          : new LoadedModel(name, files, opening.open(files, limits));
    } finally {
      delete(folder);
    }
  }

  /// Where it was measured what a predictor took to be loaded and run, that counts.
  private LoadedPredictor predictor(ModelName name, ModelPackage files) throws IOException {
    OnnxPredictor graph = OnnxPredictor.load(files, limits, 1);
    return new LoadedPredictor(
        name,
        files.manifest().version(),
        graph,
        Math.max(graph.bytes(), files.manifest().about().memory()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
