package io.waymark.files;

import io.waymark.interactions.Cell;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/// A Parquet file, read by DuckDB as a stream.
final class ParquetTable implements Table {
  private final DuckDBConnection connection;
  private final ResultSet rows;
  private final String source;
  private final ParquetSchema schema;
  private final Columns columns;
  private final Runnable afterwards;
  private Optional<ParquetInteractions> inBulk = Optional.empty();
  private boolean asked;
  private long line;
  private boolean ended;

  private ParquetTable(
      DuckDBConnection connection,
      ResultSet rows,
      String source,
      ParquetSchema schema,
      Runnable afterwards) {
    this.connection = connection;
    this.rows = rows;
    this.source = source;
    this.schema = schema;
    this.columns = new Columns(schema.names());
    this.afterwards = afterwards;
  }

  private interface Opening {
    Opened open(DuckDBConnection connection) throws SQLException;
  }

  /// Reads what `query` says of a file.
  static Opened query(Path file, String query) {
    String source = "(" + query.replace("$file", source(file)) + ")";
    return connected(
        connection ->
            new Opened.Ready(
                table(connection, source, ParquetSchema.of(connection, source), () -> {})));
  }

  /// Reads the schema.
  ///
  /// @param afterwards run when the table is closed
  static Opened open(Path file, List<String> required, Runnable afterwards) {
    return connected(connection -> open(connection, file, required, afterwards));
  }

  private static Opened connected(Opening opening) {
    try {
      DuckDBConnection connection = Duck.open();
      try {
        return opening.open(connection);
      } catch (UncheckedIOException e) {
        connection.close();
        throw e;
      } catch (SQLException e) {
        connection.close();
        Duck.throwWhereMachineFailed(e);
        return new Opened.Refused(refusal(e));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not open", e);
    }
  }

  private static Opened open(
      DuckDBConnection connection, Path file, List<String> required, Runnable afterwards)
      throws SQLException {
    ParquetSchema schema = ParquetSchema.of(connection, source(file));
    Optional<String> unchecked = unchecked(connection, file);
    if (unchecked.isPresent()) {
      connection.close();
      return new Opened.Refused(
          new Refusal(
              Refusal.Reason.COMPRESSION,
              "is Parquet compressed by "
                  + unchecked.get()
                  + ", which cannot be read safely; write it with zstd or snappy"));
    }
    Optional<String> twice = twice(topNames(connection, file));
    if (twice.isPresent()) {
      connection.close();
      return new Opened.Refused(
          new Refusal(Refusal.Reason.DUPLICATE_COLUMN, "has the column " + twice.get() + " twice"));
    }
    for (String name : required) {
      if (!schema.names().contains(name)) {
        connection.close();
        return new Opened.Refused(
            new Refusal(
                Refusal.Reason.MISSING_COLUMN,
                "has no column "
                    + name
                    + "; its columns are: "
                    + Opened.shortened(schema.names())));
      }
    }
    return new Opened.Ready(table(connection, source(file), schema, afterwards));
  }

  /// A compression in the file whose pages DuckDB takes although they are shorter than they say:
  /// what it shows for the rest is memory that nobody wrote, of this file or of another tenant's.
  /// It does compare lengths of the others.
  private static Optional<String> unchecked(DuckDBConnection connection, Path file)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT lower(compression) FROM parquet_metadata("
                    + Duck.quoted(file.toString())
                    + ") WHERE coalesce(compression, '') NOT IN ('UNCOMPRESSED', 'SNAPPY', 'ZSTD', 'LZ4_RAW')"
                    + " LIMIT 1")) {
      return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
    }
  }

  /// The columns' names as the file has them: where two are alike, DuckDB calls the second another.
  private static List<String> topNames(DuckDBConnection connection, Path file) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet schema =
            statement.executeQuery(
                "SELECT name, num_children FROM parquet_schema("
                    + Duck.quoted(file.toString())
                    + ")")) {
      // An element, then all that stands within it. The first is the file itself.
      boolean _ = schema.next();
      long within = 0;
      while (schema.next()) {
        if (within <= 0) {
          names.add(ParquetSchema.normal(schema.getString(1)));
          within = schema.getLong(2);
        } else {
          within += schema.getLong(2) - 1;
        }
      }
    }
    return names;
  }

  private static Optional<String> twice(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !name.isEmpty() && !seen.add(name)).findFirst();
  }

  private static String source(Path file) {
    return "read_parquet(" + Duck.quoted(file.toString()) + ", binary_as_string=true)";
  }

  private static ParquetTable table(
      DuckDBConnection connection, String source, ParquetSchema schema, Runnable afterwards)
      throws SQLException {
    String sql = "SELECT " + String.join(", ", schema.expressions()) + " FROM " + source;
    return new ParquetTable(connection, stream(connection, sql), source, schema, afterwards);
  }

  private static ResultSet stream(DuckDBConnection connection, String sql) throws SQLException {
    try {
      return connection.createStatement().executeQuery(sql);
    } catch (SQLException broken) {
      throwWhereMachineFails(connection, sql);
      throw broken;
    }
  }

  /// A stream that breaks before its first rows does not say why; without streaming DuckDB does.
  private static void throwWhereMachineFails(DuckDBConnection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE first_row AS " + sql + " LIMIT 1");
    } catch (SQLException reason) {
      Duck.throwWhereMachineFailed(reason);
    }
  }

  private static Refusal refusal(SQLException e) {
    String message = String.valueOf(e.getMessage());
    boolean cut = message.contains("magic bytes") || message.contains("too small");
    if (cut) {
      return new Refusal(
          Refusal.Reason.TRUNCATED, "is not a whole Parquet file: its end is missing");
    }
    if (message.contains("Invalid result set")) { // all it says where the first rows are damaged
      return damaged(1);
    }
    return new Refusal(
        Refusal.Reason.NOT_THIS_FORMAT,
        "cannot be read as Parquet: " + withoutPath(message.lines().findFirst().orElse("")));
  }

  static Refusal damaged(long row) {
    return new Refusal(
        Refusal.Reason.TRUNCATED, "is damaged: its rows from " + row + " on cannot be read");
  }

  /// Messages of DuckDB name our temporary file, which means nothing to whoever uploaded it.
  private static String withoutPath(String message) {
    return message.replaceAll("['\"]?/[^ '\"]*['\"]?", "the file");
  }

  @Override
  public FileFormat format() {
    return FileFormat.PARQUET;
  }

  @Override
  public Optional<TableRow> next() {
    if (ended) {
      return Optional.empty();
    }
    try {
      if (!rows.next()) {
        ended = true;
        return Optional.empty();
      }
      line++;
      List<Cell> cells = new ArrayList<>(schema.kinds().size());
      for (int at = 0; at < schema.kinds().size(); at++) {
        cells.add(schema.kinds().get(at).cell(rows, at + 1));
      }
      return Optional.of(new TableRow.Row(line, columns, cells));
    } catch (SQLException e) {
      ended = true;
      Duck.throwWhereMachineFailed(e);
      return Optional.of(new TableRow.Unreadable(line + 1, damaged(line + 1)));
    }
  }

  @Override
  public boolean fill(InteractionBlock block) {
    if (!asked) {
      asked = true;
      inBulk = ParquetInteractions.open(connection, source, schema, line, block);
    }
    return inBulk.isPresent() ? inBulk.get().fill(block) : Table.super.fill(block);
  }

  @Override
  public void close() {
    inBulk.ifPresent(ParquetInteractions::close);
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not close", e);
    } finally {
      afterwards.run();
    }
  }
}
