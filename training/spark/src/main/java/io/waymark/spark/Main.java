package io.waymark.spark;

import org.apache.spark.sql.SparkSession;

/// The job, on whatever master Spark is told of; `--help` in docs/how-to/train-by-spark.md. Exit
/// codes: 0 done, 1 failed, 2 wrong usage.
public final class Main {
  private Main() {}

  /// Reads, learns, writes.
  public static void main(String[] arguments) {
    Arguments asked;
    try {
      asked = Arguments.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println("training-spark: " + wrong.getMessage());
      System.exit(2);
      return;
    }
    SparkSession spark =
        SparkSession.builder()
            .appName("waymark-training")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    try {
      new Job(spark, asked).run();
    } finally {
      spark.stop();
    }
  }
}
