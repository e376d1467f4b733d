package io.waymark.training;

import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.scan.ScanPlan;
import io.waymark.tenancy.ItemId;
import io.waymark.training.TrainingOutcome.Trained;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes what was trained as a model package.
public final class Packages {
  /// What trends is what was chosen lately; half of last month's choices still count.
  private static final double TRENDING_HALF_LIFE_DAYS = 30;

  private Packages() {}

  /// Writes graph, popularity in all and by day, items, what was learned of attributes, and
  /// manifest; the manifest last, and only where the graph answers as the model does.
  ///
  /// @param folder exists and is empty
  /// @throws UnsoundGraphException where it does not
  public static Manifest write(
      Path folder, InteractionMatrix matrix, Trained trained, Content content, Instant now)
      throws IOException {
    Path graph = folder.resolve(ModelPackage.MODEL);
    ScanPlan plan = trained.model().graph().write(graph);
    GraphCheck.check(graph, plan, trained.model(), matrix);
    plan.write(folder);
    float[] counts =
        Popularity.counts(
            matrix, Popularity.Counting.LIKED, matrix.timed() ? TRENDING_HALF_LIFE_DAYS : 0);
    ByteBuffer bytes = ByteBuffer.allocate(4 * counts.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(counts);
    Files.write(folder.resolve(ModelPackage.POPULARITY), bytes.array());
    if (matrix.timed()) {
      Popularity.daily(matrix).write(folder.resolve(ModelPackage.DAILY));
    }
    if (content.model().isPresent()) {
      content.model().orElseThrow().write(folder.resolve(ModelPackage.CONTENT));
    }
    SortedMap<String, String> parameters = new TreeMap<>(trained.parameters());
    parameters.put("new_items", content.described());
    String fingerprint = matrix.fingerprint();
    Manifest.About about =
        new Manifest.About(
            Manifest.RECOMMENDER,
            trained.algorithm(),
            parameters,
            joined(trained.metrics(), content.metrics()),
            joined(trained.baseline(), content.baseline()),
            new Manifest.Training(
                matrix.entries().size(),
                matrix.users().size(),
                matrix.items().size(),
                fingerprint,
                trained.cut()));
    int distinguisher = (fingerprint + trained.parameters() + now).hashCode();
    return ModelPackage.write(
        folder,
        about,
        ModelVersion.at(now, distinguisher),
        now,
        matrix.items().stream().map(ItemId::new).toList());
  }

  private static SortedMap<String, Double> joined(
      Metrics metrics, SortedMap<String, Double> ofNewItems) {
    SortedMap<String, Double> all = new TreeMap<>(metrics.byName());
    all.putAll(ofNewItems);
    return all;
  }
}
