package io.waymark.training;

import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Vectors as Parquet: columns `id` (text) and `vector` (list of floats).
public final class Vectors {
  private static final List<ParquetColumn> COLUMNS =
      List.of(
          new ParquetColumn("id", ParquetColumn.Type.TEXT),
          new ParquetColumn("vector", ParquetColumn.Type.FLOATS));

  private Vectors() {}

  /// Writes the users' vectors of a matrix.
  public static void writeUsers(Path file, InteractionMatrix matrix, Factors factors) {
    write(file, matrix.users(), factors.users(), factors.width());
  }

  /// Writes the items' vectors of a matrix.
  public static void writeItems(Path file, InteractionMatrix matrix, Factors factors) {
    write(file, matrix.items(), factors.items(), factors.width());
  }

  private static void write(Path file, List<String> ids, float[] vectors, int width) {
    try (ParquetWriter writer = ParquetWriter.create(file, COLUMNS)) {
      for (int at = 0; at < ids.size(); at++) {
        writer.row(ids.get(at), Arrays.copyOfRange(vectors, at * width, (at + 1) * width));
      }
    }
  }
}
