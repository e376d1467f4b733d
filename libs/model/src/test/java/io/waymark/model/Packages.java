package io.waymark.model;

import io.waymark.tenancy.ItemId;
import io.waymark.testing.onnx.ToyGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// Writes small packages for tests.
final class Packages {
  static final ModelVersion VERSION = new ModelVersion("20260102T030405Z-00abcd");
  static final List<ItemId> ITEMS =
      List.of(new ItemId("a"), new ItemId("b"), new ItemId("c"), new ItemId("d"));

  /// Row by row: what having `a`, `b`, `c`, `d` says about each item.
  static final float[][] SIMILARITY = {
    {9, 4, 1, 0}, {4, 9, 2, 0.5f}, {1, 2, 9, 3}, {0, 0.5f, 3, 9}
  };

  private Packages() {}

  static Manifest.About about(long items) {
    return new Manifest.About(
        Manifest.RECOMMENDER,
        "toy",
        new TreeMap<>(java.util.Map.of("factors", "4")),
        new TreeMap<>(java.util.Map.of("ndcg@20", 0.25)),
        new TreeMap<>(java.util.Map.of("ndcg@20", 0.125)),
        new Manifest.Training(7, 3, items, "00ff", "by time, last 10 %"));
  }

  static Path write(Path folder) throws IOException {
    return write(folder, ToyGraph.of(SIMILARITY).build().toByteArray());
  }

  static Path write(Path folder, byte[] graph) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(ModelPackage.MODEL), graph);
    ByteBuffer popularity = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    popularity.asFloatBuffer().put(new float[] {1, 8, 2, 4});
    Files.write(folder.resolve(ModelPackage.POPULARITY), popularity.array());
    Manifest _ =
        ModelPackage.write(folder, about(4), VERSION, Instant.parse("2026-01-02T03:04:05Z"), ITEMS);
    return folder;
  }

  static ModelPackage read(Path folder) throws IOException {
    return ModelPackage.read(folder, ModelPackage.Limits.DEFAULT);
  }
}
