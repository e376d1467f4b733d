package io.waymark.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/// NDCG@20 of up to two thousand users of a cut, every item ranked that they had not in the
/// training part: what settings are chosen by. What is published is measured by the packaging.
final class Quality {
  private static final int MOST_USERS = 2_000;
  private static final int LENGTH = 20;

  /// Columns `user`, `held`, `known`: numbers of items.
  private final Dataset<Row> asked;

  private final long users;

  Quality(Cut cut, long seed) {
    Dataset<Row> truth = cut.held().where(Entries.chosen());
    Dataset<Row> sample =
        truth
            .groupBy("user")
            .agg(first("user_id").alias("user_id"), collect_set("item").alias("held"))
            .orderBy(xxhash64(lit(seed), col("user_id")))
            .limit(MOST_USERS)
            .select("user", "held")
            .persist();
    Dataset<Row> known =
        cut.training()
            .join(sample.select("user"), "user")
            .groupBy("user")
            .agg(collect_set("item").alias("known"));
    this.asked = sample.join(known, "user").persist();
    this.users = asked.count();
  }

  long users() {
    return users;
  }

  double ndcg(ALSModel model) {
    Vectors items = Vectors.of(model.itemFactors().collectAsList(), model.rank());
    JavaSparkContext context = new JavaSparkContext(asked.sparkSession().sparkContext());
    Broadcast<Vectors> everywhere = context.broadcast(items);
    List<Double> each =
        asked
            .join(model.userFactors().withColumnRenamed("id", "user"), "user")
            .orderBy("user")
            .select("held", "known", "features")
            .toJavaRDD()
            .map(row -> everywhere.value().ndcg(row))
            .collect();
    everywhere.destroy();
    return each.stream().mapToDouble(Double::doubleValue).sum() / Math.max(1, users);
  }

  /// Vectors of items, which every worker has. Not a record, because of the arrays.
  private static final class Vectors implements Serializable {
    private static final long serialVersionUID = 1;

    private final int width;
    private final int[] ids;
    private final float[] values;

    private Vectors(int width, int[] ids, float[] values) {
      this.width = width;
      this.ids = ids;
      this.values = values;
    }

    static Vectors of(List<Row> rows, int width) {
      int[] ids = new int[rows.size()];
      float[] values = new float[rows.size() * width];
      for (int at = 0; at < ids.length; at++) {
        ids[at] = rows.get(at).getInt(0);
        copy(rows.get(at).getList(1), values, at * width);
      }
      return new Vectors(width, ids, values);
    }

    private static void copy(List<Float> from, float[] to, int begin) {
      for (int at = 0; at < from.size(); at++) {
        to[begin + at] = from.get(at);
      }
    }

    double ndcg(Row row) {
      List<Integer> held = row.getList(0);
      Set<Integer> known = new HashSet<>(row.getList(1));
      float[] user = new float[width];
      copy(row.getList(2), user, 0);
      double ideal = 0;
      for (int rank = 0; rank < Math.min(LENGTH, held.size()); rank++) {
        ideal += gain(rank);
      }
      int[] best = best(user, known);
      double found = 0;
      for (int rank = 0; rank < best.length; rank++) {
        found += held.contains(best[rank]) ? gain(rank) : 0;
      }
      return found / ideal;
    }

    private static double gain(int rank) {
      return Math.log(2) / Math.log(rank + 2.0);
    }

    private int[] best(float[] user, Set<Integer> known) {
      int[] best = new int[LENGTH];
      double[] scores = new double[LENGTH];
      int size = 0;
      for (int at = 0; at < ids.length; at++) {
        double score = 0;
        for (int of = 0; of < width; of++) {
          score += user[of] * values[at * width + of];
        }
        if ((size == LENGTH && score <= scores[size - 1]) || known.contains(ids[at])) {
          continue;
        }
        int place = size < LENGTH ? size++ : LENGTH - 1;
        for (; place > 0 && scores[place - 1] < score; place--) {
          scores[place] = scores[place - 1];
          best[place] = best[place - 1];
        }
        scores[place] = score;
        best[place] = ids[at];
      }
      return java.util.Arrays.copyOf(best, size);
    }
  }
}
