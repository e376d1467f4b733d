package io.waymark.files;

import io.waymark.interactions.Cell;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/// A Parquet file, read by DuckDB as a stream.
final class ParquetTable implements Table {
  private final DuckDBConnection connection;
  private final ResultSet rows;
  private final Columns columns;
  private final List<Kind> kinds;
  private final Runnable afterwards;
  private long line;
  private boolean ended;

  private ParquetTable(
      DuckDBConnection connection,
      ResultSet rows,
      Columns columns,
      List<Kind> kinds,
      Runnable afterwards) {
    this.connection = connection;
    this.rows = rows;
    this.columns = columns;
    this.kinds = kinds;
    this.afterwards = afterwards;
  }

  /// What SQL makes of a column, and what we make of that.
  private enum Kind {
    TEXT("%s::VARCHAR"),
    WHOLE("%s::BIGINT"),
    DECIMAL("%s::DOUBLE"),
    FLAG("%s"),
    MOMENT("TRY(epoch_us(%s::TIMESTAMP))"),
    NESTED("to_json(%s)::VARCHAR");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }

    static Kind of(String type) {
      String name = type.toUpperCase(Locale.ROOT);
      if (name.contains("[") || name.startsWith("STRUCT") || name.startsWith("MAP")) {
        return NESTED;
      }
      if (name.startsWith("DECIMAL")) {
        return DECIMAL;
      }
      if (name.startsWith("TIMESTAMP") || name.equals("DATE")) {
        return MOMENT;
      }
      return switch (name) {
        case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
            WHOLE;
        case "FLOAT", "DOUBLE" -> DECIMAL;
        case "BOOLEAN" -> FLAG;
        default -> TEXT;
      };
    }
  }

  private interface Opening {
    Opened open(DuckDBConnection connection) throws SQLException;
  }

  /// Reads what `query` says of a file.
  static Opened query(Path file, String query) {
    String source = "(" + query.replace("$file", source(file)) + ")";
    return connected(
        connection ->
            new Opened.Ready(table(connection, source, Schema.of(connection, source), () -> {})));
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
    Schema schema = Schema.of(connection, source(file));
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
          names.add(normal(schema.getString(1)));
          within = schema.getLong(2);
        } else {
          within += schema.getLong(2) - 1;
        }
      }
    }
    return names;
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> twice(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !name.isEmpty() && !seen.add(name)).findFirst();
  }

  private static String source(Path file) {
    return "read_parquet(" + Duck.quoted(file.toString()) + ", binary_as_string=true)";
  }

  /// What there is to read.
  ///
  /// @param names as they count
  /// @param expressions SQL of each
  private record Schema(List<String> names, List<Kind> kinds, List<String> expressions) {
    static Schema of(DuckDBConnection connection, String source) throws SQLException {
      Schema schema = new Schema(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      try (Statement statement = connection.createStatement();
          ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
        while (columns.next()) {
          Kind kind = Kind.of(columns.getString("column_type"));
          String name = columns.getString("column_name");
          schema.names.add(normal(name));
          schema.kinds.add(kind);
          schema.expressions.add(String.format(Locale.ROOT, kind.sql, Duck.identifier(name)));
        }
      }
      return schema;
    }
  }

  private static ParquetTable table(
      DuckDBConnection connection, String source, Schema schema, Runnable afterwards)
      throws SQLException {
    String sql = "SELECT " + String.join(", ", schema.expressions()) + " FROM " + source;
    return new ParquetTable(
        connection,
        stream(connection, sql),
        new Columns(schema.names()),
        schema.kinds(),
        afterwards);
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

  private static Refusal damaged(long row) {
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
      List<Cell> cells = new ArrayList<>(kinds.size());
      for (int at = 0; at < kinds.size(); at++) {
        cells.add(cell(kinds.get(at), at + 1));
      }
      return Optional.of(new TableRow.Row(line, columns, cells));
    } catch (SQLException e) {
      ended = true;
      Duck.throwWhereMachineFailed(e);
      return Optional.of(new TableRow.Unreadable(line + 1, damaged(line + 1)));
    }
  }

  private Cell cell(Kind kind, int at) throws SQLException {
    return switch (kind) {
      case TEXT -> {
        String text = rows.getString(at);
        yield text == null ? Cell.ABSENT : Cell.text(text);
      }
      case WHOLE -> {
        long value = rows.getLong(at);
        yield rows.wasNull() ? Cell.ABSENT : new Cell.Whole(value);
      }
      case DECIMAL -> {
        double value = rows.getDouble(at);
        yield rows.wasNull() ? Cell.ABSENT : Cell.decimal(value);
      }
      case FLAG -> {
        boolean value = rows.getBoolean(at);
        yield rows.wasNull() ? Cell.ABSENT : new Cell.Flag(value);
      }
      case MOMENT -> {
        long micros = rows.getLong(at);
        yield rows.wasNull()
            ? Cell.ABSENT
            : new Cell.Moment(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
      }
      case NESTED -> {
        String json = rows.getString(at);
        yield json == null ? Cell.ABSENT : new Cell.Nested(sound(json));
      }
    };
  }

  /// DuckDB writes what is no number as a word, which is no JSON: nothing stands for it, and
  /// infinity is a text, as it is where it stands alone.
  private static String sound(String json) {
    if (!json.contains("NaN") && !json.contains("Infinity")) {
      return json;
    }
    StringBuilder sound = new StringBuilder(json.length() + 16);
    int at = 0;
    while (at < json.length()) {
      int end = json.charAt(at) == '"' ? endOfText(json, at) : endOfWord(json, at);
      String word = json.substring(at, end);
      sound.append(
          switch (word) {
            case "NaN" -> "null";
            case "Infinity", "-Infinity" -> '"' + word + '"';
            default -> word;
          });
      at = end;
    }
    return sound.toString();
  }

  /// Behind the quote that closes it.
  private static int endOfText(String json, int begin) {
    int at = begin + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /// Behind a number, a word, or what stands between these.
  private static int endOfWord(String json, int begin) {
    int at = begin + 1;
    while (at < json.length() && isOfWords(json.charAt(begin)) && isOfWords(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isOfWords(char character) {
    return Character.isLetterOrDigit(character)
        || character == '-'
        || character == '+'
        || character == '.';
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not close", e);
    } finally {
      afterwards.run();
    }
  }
}
