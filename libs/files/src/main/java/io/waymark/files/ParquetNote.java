package io.waymark.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/// A text under a name in the footer of a Parquet file.
record ParquetNote(String name, String text) {
  /// The part of a `COPY` that writes it.
  String sql() {
    return "KV_METADATA {" + Duck.quoted(name) + ": " + Duck.quoted(text) + "}";
  }

  /// The text under `name`, if the file has one.
  ///
  /// @throws UncheckedIOException where it is no Parquet file or the disk does not give it
  static Optional<String> read(Path file, String name) {
    String sql =
        "SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = %s"
            .formatted(Duck.quoted(file.toString()), Duck.quoted(name));
    try (DuckDBConnection connection = Duck.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException("the footer of " + file + " is damaged", e));
    }
  }
}
