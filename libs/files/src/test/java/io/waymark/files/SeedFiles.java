package io.waymark.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/// Small good files of every kind that we read.
final class SeedFiles {
  private static final String CSV =
      """
      user_id,item_id,interaction_type,timestamp,rating,value
      u1,i1,view,2026-01-31T12:00:00Z,4.5,
      u2,"i,2",purchase,1767225600,,"19.90"
      u3,"i ""3""
      ",click,2026-01-31 12:00:00+01:00,0,1e3
      """;
  private static final String JSON_LINES =
      """
      {"user_id": "u1", "item_id": 7, "timestamp": "2026-01-31T12:00:00Z", "value": 1.5}
      {"user_id": "u2", "item_id": "i\\u00fc\\"", "tags": ["a", {"b": [null, true, -1e3]}], "position": 3}
      {"user_id": 123456789012345678901, "item_id": "i3", "rating": null, "timestamp": 1767225600000}
      """;
  private static final String ARRAY =
      """
      [{"user_id": "u1", "item_id": 7, "tags": ["a", 1.5]},
       {"user_id": "u2", "item_id": "i2", "about": {"a": {"b": "c"}}}, 3, {"a": 1, "b": []}]
      """;

  /// Every kind of column, with nothing, with no number, and with times beyond all.
  private static final String PARQUET_COLUMNS =
      """
      SELECT 'u' || i AS user_id, 'i' || i %% 7 AS item_id, i AS whole, i / 3 AS decimal,
        CASE WHEN i = 2 THEN 'nan'::DOUBLE WHEN i = 3 THEN 'infinity'::FLOAT ELSE 1 END AS odd,
        i %% 2 = 0 AS flag, TIMESTAMP '2026-01-31 12:00:00' + i * INTERVAL 1 HOUR AS timestamp,
        DATE '2026-01-31' AS day, TIME '12:00:01' AS time, i::DECIMAL(9, 2) AS money,
        i::HUGEINT AS huge, '123e4567-e89b-12d3-a456-426614174000'::UUID AS id, encode('ab') AS bytes,
        [i, NULL] AS list, [1.5::FLOAT, 2] AS floats, {'a': i, 'b c': ['x']} AS struct,
        MAP {'k': i} AS map
      FROM range(%d) AS t(i)
      """;

  private SeedFiles() {}

  static List<byte[]> csv() {
    return Stream.of(CSV, "\ufeff" + CSV.replace(',', ';'), CSV.replace("\n", "\r\n"))
        .map(SeedFiles::bytes)
        .toList();
  }

  static List<byte[]> jsonLines() {
    return List.of(bytes(JSON_LINES), bytes("\ufeff" + JSON_LINES));
  }

  static List<byte[]> events() {
    return JSON_LINES.lines().map(SeedFiles::bytes).toList();
  }

  static List<byte[]> foreign() {
    return List.of(bytes(ARRAY), bytes(CSV), bytes(JSON_LINES), bytes("\ufeff\n " + ARRAY));
  }

  static List<byte[]> compressed() {
    try {
      return List.of(
          Written.gzip(bytes(CSV)),
          Written.zstd(bytes(CSV.repeat(40))),
          Written.zstd(bytes(JSON_LINES)),
          Written.gzip(parquet().getFirst()),
          Written.zstd(parquet().getFirst()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> ofEachKind() {
    return Stream.of(csv(), jsonLines(), parquet().subList(0, 1), compressed(), foreign())
        .flatMap(List::stream)
        .toList();
  }

  static List<byte[]> parquet() {
    String columns = PARQUET_COLUMNS.formatted(5);
    String two = "SELECT 'u' || i AS user_id, 'i' || i AS item_id FROM range(400) AS t(i)";
    return Stream.of(
            copy(two, "COMPRESSION uncompressed"),
            copy(columns, "COMPRESSION uncompressed"),
            copy(columns, "COMPRESSION zstd"),
            copy(columns, "COMPRESSION snappy, PARQUET_VERSION v2"),
            copy(PARQUET_COLUMNS.formatted(60), "COMPRESSION lz4_raw, ROW_GROUP_SIZE 20"))
        .toList();
  }

  /// A Parquet file of what a query says.
  ///
  /// @param options of `COPY`
  static byte[] copy(String query, String options) {
    try (DuckDBConnection connection = Duck.open();
        Statement statement = connection.createStatement()) {
      Path file = Files.createTempFile("seed-", ".parquet");
      statement.execute(
          "COPY (%s) TO %s (FORMAT parquet, %s)"
              .formatted(query, Duck.quoted(file.toString()), options));
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
