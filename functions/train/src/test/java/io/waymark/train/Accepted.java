package io.waymark.train;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import software.amazon.awssdk.core.sync.RequestBody;

/// Puts accepted interactions where `ingest` leaves them, in its columns.
public final class Accepted {
  private Accepted() {}

  /// 120 users of four kinds over 60 items, each mostly with items of its kind.
  public static void tastes(TenantId tenant) {
    tastes(tenant, "upload-1");
  }

  /// The same in files of that upload.
  public static void tastes(TenantId tenant, String upload) {
    String row =
        "SELECT 'key' || u AS user_key,"
            + " 'item' || CASE WHEN hash(u * 1000 + n) % 10 < 8"
            + " THEN (u % 4) + 4 * (hash(u * 77 + n) % 15) ELSE hash(u + n * 31) % 60 END AS item_id,"
            + " 'view' AS interaction_type,"
            + " TIMESTAMP '2026-01-01' + INTERVAL (n) DAY AS timestamp,"
            + " NULL::DOUBLE AS rating, NULL::DOUBLE AS value, NULL::DOUBLE AS duration_seconds,"
            + " u || '-' || n AS event_id"
            + " FROM range(120) users(u), range(12) events(n)";
    put(tenant, upload + "-1.parquet", parquet(row + " WHERE u < 60"));
    put(tenant, upload + "-2.parquet", parquet(row + " WHERE u >= 60"));
  }

  /// Everyone has everything: whatever is held out is all that is left, in any order, so that no
  /// model can beat another.
  public static void sameForAll(TenantId tenant) {
    put(tenant, "stream-0-1-2.parquet", sameForAll());
  }

  /// A file of that.
  public static byte[] sameForAll() {
    return parquet(
        "SELECT 'key' || u AS user_key, 'item' || n AS item_id,"
            + " 'view' AS interaction_type, NULL::TIMESTAMP AS timestamp,"
            + " NULL::DOUBLE AS rating, u || '-' || n AS event_id"
            + " FROM range(60) users(u), range(10) events(n)");
  }

  public static void few(TenantId tenant) {
    put(tenant, "stream-0-1-2.parquet", one());
  }

  /// A file of one row.
  public static byte[] one() {
    return parquet(
        "SELECT 'key' AS user_key, 'item' AS item_id, 'view' AS interaction_type,"
            + " NULL::TIMESTAMP AS timestamp, NULL::DOUBLE AS rating, 'e' AS event_id");
  }

  public static void put(TenantId tenant, String name, byte[] content) {
    LocalAws.shared()
        .s3()
        .putObject(
            request ->
                request
                    .bucket(LocalAws.INSTALLATION.name(Bucket.TRAINING_DATA))
                    .key(tenant + "/interactions/" + name),
            RequestBody.fromBytes(content));
  }

  private static byte[] parquet(String query) {
    try {
      Path file = Files.createTempDirectory("accepted").resolve("rows.parquet");
      try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
          Statement statement = connection.createStatement()) {
        statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
      }
      return Files.readAllBytes(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
