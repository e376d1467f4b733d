package io.waymark.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/// Opens a database in memory, of bounded size.
///
/// The driver is made directly: `DriverManager` does not see drivers of a function's class loader.
/// It unpacks its native library to a file of its own, which is what several class loaders in one
/// JVM need; from an unpacked archive that costs 60 ms of the 240 of the first open, from the jar
/// 350 of 580.
final class Duck {
  /// Rows stream through it; nothing is sorted or joined.
  private static final String MEMORY = "512MB";

  private Duck() {}

  static DuckDBConnection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    try (Statement settings = connection.createStatement()) {
      settings.execute("SET memory_limit='" + MEMORY + "'");
      settings.execute("SET temp_directory=" + quoted(System.getProperty("java.io.tmpdir")));
      settings.execute("SET threads=" + Math.min(2, Runtime.getRuntime().availableProcessors()));
      settings.execute("SET autoinstall_known_extensions=false");
      settings.execute("SET autoload_known_extensions=false");
      settings.execute("SET TimeZone='UTC'");
    }
    return connection.unwrap(DuckDBConnection.class);
  }

  /// Throws where it was this machine that failed, its memory or its disk, and not what stands in
  /// the file.
  ///
  /// @throws UncheckedIOException with `e` as its reason
  static void throwWhereMachineFailed(SQLException e) {
    String message = String.valueOf(e.getMessage());
    // A damaged file that points beyond its end is read too far, which is an IO error too.
    boolean disk = message.startsWith("IO Error") && !message.contains("read enough bytes");
    if (disk || message.startsWith("Out of Memory Error")) {
      throw new UncheckedIOException(new IOException("DuckDB failed for want of means", e));
    }
  }

  /// `value` as a text in SQL.
  static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /// `name` as an identifier in SQL.
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
