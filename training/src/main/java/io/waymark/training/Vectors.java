package io.waymark.training;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Vectors as Parquet: columns `id` (text) and `vector` (list of floats).
public final class Vectors {
  private Vectors() {}

  /// Writes the users' vectors of a matrix.
  public static void writeUsers(Path file, InteractionMatrix matrix, Factors factors)
      throws IOException {
    write(file, matrix.users(), factors.users(), factors.width());
  }

  /// Writes the items' vectors of a matrix.
  public static void writeItems(Path file, InteractionMatrix matrix, Factors factors)
      throws IOException {
    write(file, matrix.items(), factors.items(), factors.width());
  }

  private static void write(Path file, List<String> ids, float[] vectors, int width)
      throws IOException {
    try (Connection connection = InteractionFiles.open();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE vectors (id VARCHAR, vector FLOAT[%d])".formatted(width));
      try (DuckDBAppender appender =
          connection
              .unwrap(DuckDBConnection.class)
              .createAppender(DuckDBConnection.DEFAULT_SCHEMA, "vectors")) {
        float[] vector = new float[width];
        for (int at = 0; at < ids.size(); at++) {
          System.arraycopy(vectors, at * width, vector, 0, width);
          appender.beginRow();
          appender.append(ids.get(at));
          appender.append(vector);
          appender.endRow();
        }
      }
      statement.execute(
          "COPY (SELECT id, vector::FLOAT[] AS vector FROM vectors) TO '%s' (FORMAT parquet)"
              .formatted(file.toString().replace("'", "''")));
    } catch (SQLException failed) {
      throw new IOException("vectors could not be written to " + file, failed);
    }
  }
}
