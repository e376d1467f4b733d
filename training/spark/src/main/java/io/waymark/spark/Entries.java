package io.waymark.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// One entry per user and item out of accepted interactions, by the rules of `InteractionRows` and
/// `InteractionMatrix` in `training`: columns `user_id`, `item_id`, `value` (double), `time`
/// (milliseconds, null where no row has one). The packaging compares a checksum of both.
final class Entries {
  static final double REFUSED = -2;
  static final double RATED_LOW = -1;

  private static final double UNKNOWN_TYPE = 1;

  private Entries() {}

  /// Of files that `ingest` accepted, or of others with these columns: `user_key` or `user_id`,
  /// `item_id`, `interaction_type`, `timestamp`, `rating`.
  static Dataset<Row> read(SparkSession spark, List<String> files) {
    Dataset<Row> rows = spark.read().parquet(files.toArray(String[]::new));
    String user = Arrays.asList(rows.columns()).contains("user_key") ? "user_key" : "user_id";
    return merged(
        rows.select(
                col(user).alias("user_id"),
                col("item_id"),
                value().alias("value"),
                col("timestamp").cast("timestamp").alias("at"))
            .where(col("value").notEqual(0))
            .selectExpr("user_id", "item_id", "value", "unix_millis(at) AS time"));
  }

  private static Column value() {
    Properties weights = weights();
    Column rating = col("rating");
    Column value =
        when(
            col("interaction_type").equalTo("rating"),
            when(rating.isNull(), 3.0)
                .when(rating.geq(4), 4.0)
                .when(rating.geq(3), 1.0)
                .otherwise(RATED_LOW));
    for (String type : weights.stringPropertyNames()) {
      double weight = Double.parseDouble(weights.getProperty(type));
      value = value.when(col("interaction_type").equalTo(type), lit(weight < 0 ? REFUSED : weight));
    }
    return value.otherwise(UNKNOWN_TYPE);
  }

  private static Properties weights() {
    Properties weights = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Entries.class.getResourceAsStream("weights.properties"))) {
      weights.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return weights;
  }

  /// A refusal stands unless something newer takes it back; at equal times, or without times,
  /// refusals stand.
  private static Dataset<Row> merged(Dataset<Row> rows) {
    Column time = coalesce(col("time"), lit(Long.MIN_VALUE));
    Column liked = col("value").gt(0);
    return rows.groupBy("user_id", "item_id")
        .agg(
            max(col("time")).alias("time"),
            max(when(liked, col("value"))).alias("strongest"),
            max(when(liked, time)).alias("liked"),
            max(when(not(liked), struct(time.alias("time"), col("value").multiply(-1).alias("no"))))
                .alias("refusal"))
        .withColumn(
            "value",
            when(col("refusal").isNull(), col("strongest"))
                .when(col("liked").gt(col("refusal.time")), col("strongest"))
                .otherwise(col("refusal.no").multiply(-1)))
        .select("user_id", "item_id", "value", "time");
  }

  /// What a user chose to have to do with, liked or not.
  static Column chosen() {
    return col("value").notEqual(REFUSED);
  }
}
