package io.waymark.model.scan;

import io.waymark.model.ModelPackage;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.Recommender;
import java.io.IOException;

/// Loads recommenders by what serves them quickest.
public final class Recommenders {
  private Recommenders() {}

  /// As below, with the usual limits.
  public static Recommender load(ModelPackage model) throws IOException {
    return load(model, ModelPackage.Limits.DEFAULT);
  }

  /// By a scan where training said how, else by the graph, with one thread per call.
  ///
  /// @throws io.waymark.model.ModelPackageException where the package is not what it must be
  public static Recommender load(ModelPackage model, ModelPackage.Limits limits)
      throws IOException {
    return model.scan().isPresent() && !model.manifest().about().isUploaded()
        ? ScanRecommender.load(
            model.model(), ScanPlan.read(model.scan().orElseThrow()), model.items().size())
        : OnnxRecommender.load(model, limits, 1);
  }
}
