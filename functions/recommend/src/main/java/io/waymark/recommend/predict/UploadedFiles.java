package io.waymark.recommend.predict;

import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelPackageException.Fault;
import io.waymark.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;

/// The files of an upload, and how they become a package.
record UploadedFiles(Path folder, UploadKind kind, ModelPackage.Limits limits) {
  /// What they say of themselves; without a manifest that is nothing but how many items there are.
  ///
  /// @throws ModelPackageException naming the file that is not as the others say
  Manifest.About about() throws IOException {
    Manifest.About about = Files.exists(folder.resolve(Manifest.FILE)) ? packaged() : bare();
    Listings.check(about);
    if (kind == UploadKind.RECOMMENDER && about.training().items() == 0) {
      throw new ModelPackageException(Fault.MALFORMED, ModelPackage.ITEMS, "lists no item");
    }
    return about;
  }

  private Manifest.About packaged() throws IOException {
    Manifest.About about = ModelPackage.read(folder, limits).manifest().about();
    if (!about.kind().equals(kind.text())) {
      throw new ModelPackageException(
          Fault.WRONG_CONTRACT,
          Manifest.FILE,
          "kind must be %s, not %s".formatted(kind.text(), about.kind()));
    }
    return about;
  }

  private Manifest.About bare() throws IOException {
    int items =
        switch (kind) {
          case PREDICTOR -> 0;
          case RECOMMENDER -> ModelPackage.items(folder, limits).size();
        };
    return new Manifest.About(
        kind.text(),
        "uploaded",
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new Manifest.Training(0, 0, items, "", ""));
  }

  /// The package that will be loaded, read as it will be then. What a scan would need of it goes:
  /// whoever uploads a graph is served by that graph.
  ModelPackage sealed(Manifest.About about, ModelVersion version, Instant createdAt)
      throws IOException {
    boolean _ = Files.deleteIfExists(folder.resolve(ModelPackage.SCAN));
    Manifest _ = ModelPackage.seal(folder, about, version, createdAt);
    return ModelPackage.read(folder, limits);
  }
}
