package io.waymark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules that `InteractionRows` and `Cut` have in `training`, in Spark.
class EntriesTest {
  private static final StructType ACCEPTED =
      new StructType()
          .add("user_key", DataTypes.StringType)
          .add("item_id", DataTypes.StringType)
          .add("interaction_type", DataTypes.StringType)
          .add("timestamp", DataTypes.TimestampType)
          .add("rating", DataTypes.DoubleType);

  @TempDir static Path folder;

  private static SparkSession spark = SparkSession.builder().getOrCreate();

  private final List<Row> rows = new ArrayList<>();

  @BeforeAll
  static void start() {
    spark.sparkContext().setLogLevel("ERROR");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private void row(String user, String item, String type, long day, @Nullable Double rating) {
    rows.add(
        RowFactory.create(
            user,
            item,
            type,
            day < 0 ? null : java.sql.Timestamp.from(Instant.ofEpochSecond(day * 86_400)),
            rating));
  }

  private Dataset<Row> entries(String name) {
    String file = folder.resolve(name).toString();
    spark.createDataFrame(rows, ACCEPTED).write().parquet(file);
    return Entries.read(spark, List.of(file));
  }

  @Test
  void areOnePerUserAndItemWeighedByTheStrongestOrTheNewestRefusal() {
    row("u1", "a", "view", 1, null);
    row("u1", "a", "purchase", 2, null);
    row("u1", "b", "purchase", 1, null);
    row("u1", "b", "dislike", 2, null);
    row("u1", "c", "remove", 1, null);
    row("u1", "c", "cart", 2, null);
    row("u1", "d", "like", 3, null);
    row("u1", "d", "dislike", 3, null);
    row("u1", "e", "impression", 3, null);
    row("u1", "f", "wave", -1, null);
    row("u2", "a", "rating", 1, 5.0);
    row("u2", "b", "rating", 1, 3.5);
    row("u2", "c", "rating", 1, 2.0);
    row("u2", "d", "rating", 1, null);
    row("u2", "e", "rating", 4, 1.0);
    row("u2", "e", "dislike", 4, null);
    assertThat(
            entries("merged")
                .selectExpr(
                    "concat(user_id, item_id, ' ', cast(value AS int), ' ', coalesce(time div"
                        + " 86400000, -1))")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(
            "u1a 6 2",
            "u1b -2 2",
            "u1c 4 2",
            "u1d -2 3",
            "u1f 1 -1",
            "u2a 4 1",
            "u2b 1 1",
            "u2c -1 1",
            "u2d 3 1",
            "u2e -2 4");
  }

  @Test
  void areCutByTimeWhereUsersComeBack() {
    for (int user = 0; user < 6; user++) {
      for (int day = 0; day < 10; day++) {
        row("u" + user, "i" + (day + user) % 10, "view", day, null);
      }
    }
    row("u9", "i1", "view", 1, null);
    Cut cut = Cut.of(entries("back"), 42, 3);
    assertThat(cut.description()).isEqualTo("each user's newest 20 %");
    assertThat(cut.held().count()).isEqualTo(12);
    assertThat(cut.training().count()).isEqualTo(49);
    assertThat(cut.held().where("time < " + 8 * 86_400_000L).count()).isZero();
  }

  @Test
  void areCutByAHashWhereTheyDoNot() {
    for (int user = 0; user < 60; user++) {
      for (int item = 0; item < 20; item++) {
        row("u" + user, "i" + item, "view", 1, null);
      }
    }
    Dataset<Row> entries = entries("visit").persist();
    Cut cut = Cut.of(entries, 42, 3);
    assertThat(cut.description()).startsWith("10 % by a hash").endsWith("less than a day");
    assertThat(cut.held().count()).isBetween(80L, 160L);
    assertThat(cut.held().union(cut.training()).select("user_id", "item_id").distinct().count())
        .isEqualTo(1200);
    assertThat(
            Cut.of(entries, 43, 3)
                .held()
                .select("user_id", "item_id")
                .intersect(cut.held().select("user_id", "item_id"))
                .count())
        .isLessThan(60);
  }
}
