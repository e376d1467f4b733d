package io.waymark.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/// Reads interactions from Parquet, CSV and JSON Lines, plain, `.gz` or `.zst`. Columns: `user_id`
/// (or `user_key`, as accepted data has it) and `item_id`, and if there `interaction_type`,
/// `rating`, `timestamp` (RFC 3339, epoch seconds or milliseconds; without zone UTC) and `weight`.
public final class InteractionFiles {
  private static final List<String> FORMATS = List.of(".parquet", ".csv", ".jsonl", ".ndjson");

  private InteractionFiles() {}

  /// One row. Absent texts are null: a row object per row would cost more than reading does.
  public interface Row {
    /// Takes one row.
    ///
    /// @param weight empty unless the file has a column of that name
    void take(
        String user,
        String item,
        String type,
        OptionalDouble rating,
        OptionalDouble weight,
        long time);
  }

  /// Calls `row` for every row with user and item.
  ///
  /// @return how many rows lacked one of them, or were not valid, and were passed over
  /// @throws UnreadableFileException where a file is no such table, saying why
  public static long read(List<Path> files, Row row) throws IOException {
    long skipped = 0;
    try (Connection connection = open()) {
      for (Path file : files) {
        skipped += read(connection, file, row);
      }
    } catch (SQLException failed) {
      throw new IOException("DuckDB failed: " + firstLine(failed), failed);
    }
    return skipped;
  }

  /// All rows of the files, by type and rating, or by weight where there is such a column.
  public static InteractionRows rows(List<Path> files) throws IOException {
    InteractionRows rows = new InteractionRows();
    rows.skip(
        read(
            files,
            (user, item, type, rating, weight, time) -> {
              if (weight.isPresent()) {
                rows.add(user, item, (float) weight.getAsDouble(), time);
              } else {
                rows.add(user, item, type, rating, time);
              }
            }));
    return rows;
  }

  /// The ids of a file with a column `item_id`.
  ///
  /// @throws UnreadableFileException where the file is no such table, saying why
  public static List<String> itemIds(Path file) throws IOException {
    String table = checked(file);
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT DISTINCT item_id::VARCHAR FROM " + table + " WHERE item_id IS NOT NULL")) {
      List<String> ids = new ArrayList<>();
      while (result.next()) {
        ids.add(result.getString(1));
      }
      return ids;
    } catch (SQLException failed) {
      throw new UnreadableFileException(file + " cannot be read: " + firstLine(failed));
    }
  }

  /// One row of a list of recommendations or of held-out items.
  public interface RankedRow {
    /// Takes one row.
    ///
    /// @param position what lists are sorted by, lower first; 0 throughout where the file has
    ///   neither `rank` nor `score`
    void take(String user, String item, double position);
  }

  /// Calls `row` for every row of a file of `user_id`, `item_id` and perhaps `rank` or `score`, in
  /// the order of the file.
  ///
  /// @throws UnreadableFileException where the file is no such table, saying why
  public static void readRanked(Path file, RankedRow row) throws IOException {
    try (Connection connection = open()) {
      String table = checked(file);
      try {
        List<String> names = new ArrayList<>();
        columns(connection, file, table, names);
        String order =
            names.contains("rank")
                ? "try_cast(rank AS DOUBLE)"
                : names.contains("score") ? "-try_cast(score AS DOUBLE)" : "0.0::DOUBLE";
        try (Statement statement = connection.createStatement();
            ResultSet result =
                statement.executeQuery(
                    "SELECT user_id::VARCHAR, item_id::VARCHAR, %s FROM %s"
                        .formatted(order, table))) {
          while (result.next()) {
            String user = result.getString(1);
            String item = result.getString(2);
            double position = result.getDouble(3);
            if (result.wasNull() || Double.isNaN(position)) {
              throw new UnreadableFileException(
                  "%s: the rank or score of item %s for user %s is no number"
                      .formatted(file, item, user));
            }
            if (user != null && item != null) {
              row.take(user, item, position);
            }
          }
        }
      } catch (SQLException failed) {
        throw new UnreadableFileException(file + " cannot be read: " + firstLine(failed));
      }
    } catch (SQLException failed) {
      throw new IOException("DuckDB failed: " + firstLine(failed), failed);
    }
  }

  /// The file cannot be read as a table of interactions.
  public static final class UnreadableFileException extends IOException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    UnreadableFileException(String message) {
      super(message);
    }
  }

  static Connection open() throws SQLException {
    // Not by DriverManager, which does not see drivers of a function's own class loader.
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET preserve_insertion_order = true");
    }
    return connection;
  }

  private static long read(Connection connection, Path file, Row row) throws IOException {
    String table = checked(file);
    try {
      String columns = columns(connection, file, table, new ArrayList<>());
      return read(connection, "SELECT %s FROM %s".formatted(columns, table), row);
    } catch (SQLException failed) {
      throw new UnreadableFileException(file + " cannot be read: " + firstLine(failed));
    }
  }

  private static String checked(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableFileException("there is no file " + file);
    }
    if (Files.size(file) == 0) {
      throw new UnreadableFileException(file + " is empty");
    }
    return table(file);
  }

  private static String table(Path file) throws UnreadableFileException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String plain = name.replaceFirst("\\.(gz|zst)$", "");
    String quoted = "'" + file.toString().replace("'", "''") + "'";
    String compression = name.endsWith(".gz") ? "gzip" : name.endsWith(".zst") ? "zstd" : "none";
    if (plain.endsWith(".parquet") && plain.equals(name)) {
      return "read_parquet(" + quoted + ")";
    }
    if (plain.endsWith(".csv")) {
      return "read_csv(%s, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', ignore_errors = true, null_padding = true, compression = '%s')"
          .formatted(quoted, compression);
    }
    if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
      return "read_json(%s, format = 'newline_delimited', ignore_errors = true, sample_size = 1000, compression = '%s')"
          .formatted(quoted, compression);
    }
    throw new UnreadableFileException(
        file
            + " has no name of a known format; it must end in one of "
            + FORMATS
            + ", the text formats also in .gz or .zst");
  }

  /// What to select, and the names of the columns there are.
  private static String columns(Connection connection, Path file, String table, List<String> names)
      throws SQLException, UnreadableFileException {
    List<String> types = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
      while (described.next()) {
        names.add(described.getString(1));
        types.add(described.getString(2));
      }
    }
    String user = names.contains("user_id") ? "user_id" : "user_key";
    for (String needed : List.of(user, "item_id")) {
      if (!names.contains(needed)) {
        throw new UnreadableFileException(
            "%s has no column %s; it has %s"
                .formatted(file, needed.equals("user_key") ? "user_id" : needed, names));
      }
    }
    return String.join(
        ", ",
        user + "::VARCHAR",
        "item_id::VARCHAR",
        names.contains("interaction_type") ? "interaction_type::VARCHAR" : "NULL::VARCHAR",
        names.contains("rating") ? "try_cast(rating AS DOUBLE)" : "NULL::DOUBLE",
        names.contains("weight") ? "try_cast(weight AS DOUBLE)" : "NULL::DOUBLE",
        names.contains("timestamp") ? time(types.get(names.indexOf("timestamp"))) : "NULL::BIGINT");
  }

  /// Milliseconds since 1970; numbers below 1e11 are seconds.
  private static String time(String type) {
    if (type.startsWith("TIMESTAMP") || type.equals("DATE")) {
      return "epoch_ms(timestamp::TIMESTAMP)";
    }
    return "CASE WHEN try_cast(timestamp AS DOUBLE) IS NOT NULL"
        + " THEN (CASE WHEN abs(try_cast(timestamp AS DOUBLE)) < 1e11"
        + " THEN try_cast(timestamp AS DOUBLE) * 1000"
        + " ELSE try_cast(timestamp AS DOUBLE) END)::BIGINT"
        + " ELSE epoch_ms(try_cast(timestamp AS TIMESTAMPTZ)::TIMESTAMP) END";
  }

  private static long read(Connection connection, String query, Row row) throws SQLException {
    long skipped = 0;
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        String user = result.getString(1);
        String item = result.getString(2);
        if (user == null || item == null || user.isEmpty() || item.isEmpty()) {
          skipped++;
          continue;
        }
        String type = result.getString(3);
        double rating = result.getDouble(4);
        OptionalDouble rated =
            result.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(rating);
        double weight = result.getDouble(5);
        OptionalDouble weighs =
            result.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(weight);
        if (!Double.isFinite(weighs.orElse(0)) || !Double.isFinite(rated.orElse(0))) {
          skipped++;
          continue;
        }
        long time = result.getLong(6);
        if (result.wasNull()) {
          time = InteractionMatrix.NO_TIME;
        }
        try {
          row.take(user, item, type == null || type.isEmpty() ? "view" : type, rated, weighs, time);
        } catch (IllegalArgumentException wrongType) {
          skipped++;
        }
      }
    }
    return skipped;
  }

  private static String firstLine(SQLException failed) {
    return String.valueOf(failed.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
