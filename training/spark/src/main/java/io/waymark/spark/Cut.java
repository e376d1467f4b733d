package io.waymark.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/// Entries in two parts, by the rules of `Cut` in `training`, which says why: each user's newest
/// fifth where most users come back on another day, else a tenth by a hash. The hash is another
/// one, so that the parts are not the same.
///
/// @param training the part to learn from
/// @param held what is left out of it, refusals included
record Cut(Dataset<Row> training, Dataset<Row> held, String description) {
  private static final double SHARE = 0.2;
  private static final double RANDOM_SHARE = 0.1;
  private static final double LEAST_TIMED = 0.9;

  /// @param least below this many entries a user is only learned from
  static Cut of(Dataset<Row> entries, long seed, int least) {
    Row facts = entries.agg(count(lit(1)), count(col("time"))).first();
    boolean timed = facts.getLong(1) >= LEAST_TIMED * facts.getLong(0);
    boolean byTime = timed && usersComeBack(entries, least);
    Column hash = xxhash64(lit(seed), col("user_id"), col("item_id"));
    WindowSpec user = Window.partitionBy("user_id");
    Column chosen =
        byTime
            ? row_number()
                .over(user.orderBy(coalesce(col("time"), lit(Long.MIN_VALUE)).desc(), hash))
                .leq(greatest(lit(1), floor(col("count").multiply(SHARE))))
            : expr("shiftrightunsigned(hash, 11) * " + 0x1p-53).lt(RANDOM_SHARE);
    Dataset<Row> told =
        entries
            .withColumn("hash", hash)
            .withColumn("count", count(lit(1)).over(user))
            .withColumn("out", col("count").geq(least).and(chosen))
            .drop("hash", "count")
            .persist();
    return new Cut(
        told.where("NOT out").drop("out"),
        told.where("out").drop("out"),
        byTime
            ? "each user's newest 20 %"
            : "10 % by a hash of user and item, "
                + (timed ? "as most users stay for less than a day" : "for want of times"));
  }

  private static boolean usersComeBack(Dataset<Row> entries, int least) {
    Row users =
        entries
            .groupBy("user_id")
            .agg(
                count(lit(1)).alias("count"),
                max(col("time")).minus(min(col("time"))).alias("seen"))
            .where(col("count").geq(least))
            .agg(
                count(lit(1)),
                coalesce(
                    sum(when(col("seen").geq(TimeUnit.DAYS.toMillis(1)), 1).otherwise(0)), lit(0)))
            .first();
    return 2 * users.getLong(1) >= users.getLong(0);
  }
}
