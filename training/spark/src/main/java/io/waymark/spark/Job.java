package io.waymark.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// Reads entries, chooses settings on one held-out part, learns from all but another, and from all.
/// Writes, below the folder asked for, as Parquet:
///
/// - `items`, `users`: `id`, `vector` (floats), learned from all entries
/// - `held`: `user_id`, `item_id`, what was left out to be measured on
/// - `measured`: `id`, `vector` of items, learned without it
///
/// and last `about.jsonl`, one object: settings, counts, a checksum of the entries, what was tried.
final class Job {
  /// So that every part has one of a user's entries.
  private static final int LEAST_ENTRIES = 3;

  /// Fewer users tell nothing apart.
  private static final int LEAST_USERS = 5;

  /// A search ends there, also where the next step might help.
  private static final int MOST_TRIED = 14;

  private final SparkSession spark;
  private final Arguments asked;
  private final SortedMap<String, Object> about = new TreeMap<>();
  private int tried;

  Job(SparkSession spark, Arguments asked) {
    this.spark = spark;
    this.asked = asked;
  }

  void run() {
    Dataset<Row> plain = Entries.read(spark, asked.interactions()).persist();
    Dataset<Row> users = numbered(plain, "user_id", "user").persist();
    Dataset<Row> items = numbered(plain, "item_id", "item").persist();
    Dataset<Row> entries = plain.join(users, "user_id").join(items, "item_id").persist();
    describe(entries);
    Cut testing = Cut.of(entries, asked.seed(), LEAST_ENTRIES);
    Settings settings = chosen(testing);
    about.put("factors", settings.factors());
    about.put("alpha", settings.alpha());
    about.put("lambda", settings.lambda());
    about.put("iterations", settings.iterations());
    about.put("weights", settings.weighting().text());
    about.put("seed", asked.seed());
    about.put("cut", testing.description());
    write("held", testing.held().select("user_id", "item_id"));
    say("learning without what is held out");
    vectors(
        "measured", Als.fitted(testing.training(), settings, asked.seed()).itemFactors(), items);
    say("learning from everything");
    ALSModel whole = Als.fitted(entries, settings, asked.seed());
    vectors("items", whole.itemFactors(), items);
    vectors("users", whole.userFactors(), users);
    about.put("engine", "Spark MLlib " + spark.version());
    writeAbout();
  }

  /// On the part to choose by, which is held out of what is learned from for the measurement.
  private Settings chosen(Cut testing) {
    Cut cut = Cut.of(testing.training(), ~asked.seed(), LEAST_ENTRIES - 1);
    Quality quality = new Quality(cut, asked.seed());
    List<Settings> grid = Settings.grid(asked.settings());
    if (quality.users() < LEAST_USERS) {
      about.put("validation", "%d users, too few to choose by".formatted(quality.users()));
      return grid.get(0);
    }
    about.put("validation", cut.description() + " (" + quality.users() + " users)");
    Found found = new Found(grid.get(0), -1);
    for (Settings each : grid) {
      found = better(found, each, cut, quality);
    }
    found = climbed(found, grid, cut, quality);
    if (!asked.settings().containsKey("weights") && weighs(cut.training())) {
      found = better(found, found.settings().with(Settings.Weighting.TYPED), cut, quality);
    }
    about.put("validation.ndcg@20", found.ndcg());
    return found.settings();
  }

  /// Goes from settings to better ones near them, while there are any.
  private Found climbed(Found from, List<Settings> grid, Cut cut, Quality quality) {
    Set<Settings> seen = new HashSet<>(grid);
    Found best = from;
    boolean better = true;
    while (better) {
      better = false;
      for (Settings each : best.settings().near(asked.settings())) {
        if (!better && tried < MOST_TRIED && seen.add(each)) {
          Found next = better(best, each, cut, quality);
          better = next.ndcg() > best.ndcg();
          best = next;
        }
      }
    }
    return best;
  }

  private record Found(Settings settings, double ndcg) {}

  private Found better(Found found, Settings other, Cut cut, Quality quality) {
    Settings quick = other.quickly();
    double ndcg = quality.ndcg(Als.fitted(cut.training(), quick, asked.seed()));
    String told = String.format(Locale.ROOT, "%s ndcg@20=%.5f", quick, ndcg);
    about.put("search.tried.%03d".formatted(++tried), told);
    say(told);
    return ndcg > found.ndcg() ? new Found(other, ndcg) : found;
  }

  /// Whether observations differ in weight.
  private static boolean weighs(Dataset<Row> entries) {
    List<Row> values =
        entries.where(Entries.chosen()).select("value").distinct().limit(2).collectAsList();
    return values.size() > 1
        || (values.size() == 1 && values.get(0).getDouble(0) == Entries.RATED_LOW);
  }

  /// Ids, and numbers for them from 0, in the order of the ids.
  private Dataset<Row> numbered(Dataset<Row> entries, String id, String number) {
    return spark.createDataFrame(
        entries
            .select(id)
            .distinct()
            .orderBy(id)
            .toJavaRDD()
            .zipWithIndex()
            .map(each -> RowFactory.create(each._1().getString(0), Math.toIntExact(each._2()))),
        new StructType().add(id, DataTypes.StringType).add(number, DataTypes.IntegerType));
  }

  /// The packaging refuses vectors of other entries than it has itself.
  private void describe(Dataset<Row> entries) {
    Row facts =
        entries
            .agg(
                count(lit(1)),
                countDistinct("user_id"),
                countDistinct("item_id"),
                org.apache.spark.sql.functions.expr(
                    "coalesce(sum(crc32(encode(concat_ws('\\u0000', user_id, item_id,"
                        + " cast(cast(value AS int) AS string)), 'UTF-8'))), 0)"))
            .first();
    about.put("entries", facts.getLong(0));
    about.put("user_count", facts.getLong(1));
    about.put("item_count", facts.getLong(2));
    about.put("checksum", Long.toString(facts.getLong(3)));
    say(
        "%d entries of %d users and %d items"
            .formatted(facts.getLong(0), facts.getLong(1), facts.getLong(2)));
  }

  private void vectors(String name, Dataset<Row> factors, Dataset<Row> ids) {
    String number = ids.columns()[1];
    write(
        name,
        factors
            .join(ids.withColumnRenamed(number, "id"), "id")
            .select(col(ids.columns()[0]).alias("id"), col("features").alias("vector")));
  }

  private void write(String name, Dataset<Row> rows) {
    rows.write().parquet(asked.out() + "/" + name);
  }

  private void writeAbout() {
    try {
      Path file = new Path(asked.out() + "/about.jsonl");
      FileSystem files = file.getFileSystem(spark.sparkContext().hadoopConfiguration());
      try (OutputStream out = files.create(file)) {
        out.write(new ObjectMapper().writeValueAsBytes(about));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// On standard error, where whoever started the job sees how far it is.
  private static void say(String line) {
    System.err.println("training-spark: " + line);
  }
}
