package io.waymark.files;

/// A column to write.
public record ParquetColumn(String name, Type type) {
  public enum Type {
    /// [String].
    TEXT("VARCHAR"),
    /// [Long].
    LONG("BIGINT"),
    /// [Double].
    DOUBLE("DOUBLE"),
    /// [java.time.Instant], stored as UTC in microseconds.
    INSTANT("TIMESTAMP"),
    /// `float[]`.
    FLOATS("FLOAT[]");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }
}
