package io.waymark.cli.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SparkJobTest {
  @Test
  void learnsInAsManyThreadsAsItIsGiven() {
    SparkJob job = new SparkJob(Path.of("home"), new PrintWriter(Writer.nullWriter()));
    assertThat(job.command(Path.of("scratch"), 3))
        .contains("-Dspark.master=local[3]", "-Dspark.sql.shuffle.partitions=6");
  }
}
