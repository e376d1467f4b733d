package io.waymark.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Writes one Parquet file, compressed by Zstandard. Rows are kept by DuckDB, beyond its memory on
/// disk; the file appears whole when [#close] returns, and not at all where that fails or
/// [#discard] came first. A million rows a file is a good size. Not for several threads.
public final class ParquetWriter implements AutoCloseable {
  private final Path file;
  private final List<ParquetColumn> columns;
  private final DuckDBConnection connection;
  private final DuckDBAppender appender;
  private final Supplier<Optional<ParquetNote>> note;
  private long rows;
  private boolean open = true;

  private ParquetWriter(
      Path file, List<ParquetColumn> columns, Supplier<Optional<ParquetNote>> note)
      throws SQLException {
    this.file = file;
    this.note = note;
    this.columns = List.copyOf(columns);
    this.connection = Duck.open();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE rows ("
              + String.join(
                  ", ",
                  columns.stream()
                      .map(column -> Duck.identifier(column.name()) + " " + column.type().sql())
                      .toList())
              + ")");
      this.appender = connection.createAppender("rows");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  public static ParquetWriter create(Path file, List<ParquetColumn> columns) {
    return create(file, columns, Optional::empty);
  }

  /// @param note asked for when the file is written
  static ParquetWriter create(
      Path file, List<ParquetColumn> columns, Supplier<Optional<ParquetNote>> note) {
    try {
      return new ParquetWriter(file, columns, note);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not open", e);
    }
  }

  /// Adds a row.
  ///
  /// @param values one for each column, of the class its type names, or an optional of it, or null
  public void row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException("as many values as columns");
    }
    try {
      appender.beginRow();
      for (int at = 0; at < values.length; at++) {
        append(columns.get(at).type(), orNull(values[at]));
      }
      appender.endRow();
      rows++;
    } catch (SQLException e) {
      throw new IllegalStateException("a row was not taken", e);
    }
  }

  private static @Nullable Object orNull(@Nullable Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.orElse(null);
      case OptionalDouble number -> number.isPresent() ? number.getAsDouble() : null;
      case OptionalInt number -> number.isPresent() ? (long) number.getAsInt() : null;
      case null, default -> value;
    };
  }

  private void append(ParquetColumn.Type type, @Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
      return;
    }
    switch (type) {
      case TEXT -> appender.append((String) value);
      case LONG -> appender.append((long) (Long) value);
      case DOUBLE -> appender.append((double) (Double) value);
      case INSTANT -> appender.appendEpochMicros(micros((Instant) value));
      case FLOATS -> appender.append((float[]) value);
    }
  }

  private static long micros(Instant instant) {
    return Math.multiplyExact(instant.getEpochSecond(), 1_000_000L) + instant.getNano() / 1_000;
  }

  public long rows() {
    return rows;
  }

  /// Gives up: no file is written.
  public void discard() {
    if (open) {
      open = false;
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException("DuckDB did not close", e);
      }
    }
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (Statement statement = connection.createStatement()) {
      appender.close();
      statement.execute(
          "COPY rows TO "
              + Duck.quoted(part.toString())
              + " (FORMAT parquet, COMPRESSION zstd"
              + note.get().map(each -> ", " + each.sql()).orElse("")
              + ")");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (SQLException e) {
      throw new IllegalStateException("the Parquet file was not written", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      discard();
    }
  }
}
