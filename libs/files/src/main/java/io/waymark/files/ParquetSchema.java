package io.waymark.files;

import io.waymark.interactions.Cell;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/// What there is to read.
///
/// @param names as they count
/// @param identifiers of the columns in SQL
record ParquetSchema(List<String> names, List<Kind> kinds, List<String> identifiers) {
  static ParquetSchema of(DuckDBConnection connection, String source) throws SQLException {
    ParquetSchema schema =
        new ParquetSchema(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (columns.next()) {
        String name = columns.getString("column_name");
        schema.names.add(normal(name));
        schema.kinds.add(Kind.named(columns.getString("column_type")));
        schema.identifiers.add(Duck.identifier(name));
      }
    }
    return schema;
  }

  static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /// SQL of each column.
  List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    for (int at = 0; at < kinds.size(); at++) {
      expressions.add(kinds.get(at).of(identifiers.get(at)));
    }
    return expressions;
  }

  /// What SQL makes of a column, and what we make of that.
  enum Kind {
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

    static Kind named(String type) {
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

    /// SQL of a column of this kind.
    String of(String column) {
      return String.format(Locale.ROOT, sql, column);
    }

    /// What stands in a column of the row at which `rows` is.
    Cell cell(ResultSet rows, int at) throws SQLException {
      return switch (this) {
        case TEXT -> text(rows.getString(at));
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
          yield rows.wasNull() ? Cell.ABSENT : moment(micros);
        }
        case NESTED -> nested(rows.getString(at));
      };
    }

    /// What stands in a row of a column.
    Cell cell(DuckDBReadableVector column, long row) {
      if (column.isNull(row)) {
        return Cell.ABSENT;
      }
      return switch (this) {
        case TEXT -> text(column.getString(row));
        case WHOLE -> new Cell.Whole(column.getLong(row));
        case DECIMAL -> Cell.decimal(column.getDouble(row));
        case FLAG -> new Cell.Flag(column.getBoolean(row));
        case MOMENT -> moment(column.getLong(row));
        case NESTED -> nested(column.getString(row));
      };
    }

    private static Cell text(@Nullable String value) {
      return value == null ? Cell.ABSENT : Cell.text(value);
    }

    private static Cell moment(long micros) {
      return new Cell.Moment(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static Cell nested(@Nullable String json) {
      return json == null ? Cell.ABSENT : new Cell.Nested(SoundJson.of(json));
    }
  }
}
