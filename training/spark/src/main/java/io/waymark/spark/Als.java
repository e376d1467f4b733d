package io.waymark.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/// MLlib's implicit ALS on entries that have the columns `user` and `item`, numbers of their ids.
final class Als {
  private Als() {}

  static ALSModel fitted(Dataset<Row> entries, Settings settings, long seed) {
    Dataset<Row> ratings =
        positives(entries, settings.weighting()).select("user", "item", "rating");
    return new ALS()
        .setImplicitPrefs(true)
        .setRank(settings.factors())
        .setAlpha(settings.alpha())
        .setRegParam(settings.lambda())
        .setMaxIter(settings.iterations())
        .setSeed(seed)
        .setUserCol("user")
        .setItemCol("item")
        .setRatingCol("rating")
        .setNumBlocks(blocks(entries))
        .fit(ratings);
  }

  private static int blocks(Dataset<Row> entries) {
    return Math.max(2, entries.sparkSession().sparkContext().defaultParallelism());
  }

  private static Dataset<Row> positives(Dataset<Row> entries, Settings.Weighting weighting) {
    return switch (weighting) {
      case EQUAL -> entries.where(Entries.chosen()).withColumn("rating", lit(1f));
      case TYPED -> typed(entries.where(col("value").gt(0)));
    };
  }

  private static Dataset<Row> typed(Dataset<Row> liked) {
    Row all = liked.agg(count(lit(1)), sum(col("value"))).first();
    double scale = all.getLong(0) == 0 ? 1 : all.getLong(0) / all.getDouble(1);
    return liked.withColumn("rating", col("value").multiply(scale).cast("float"));
  }
}
