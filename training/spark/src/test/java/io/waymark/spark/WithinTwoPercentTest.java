package io.waymark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A package that Spark learned beside one of our own ALS with as many factors, on interactions
/// that neither has seen, both made and asked by `./waymark` commands in processes of their own.
class WithinTwoPercentTest {
  private static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();

  @TempDir Path folder;

  /// Users of eight tastes, who choose mostly among the items of theirs, popular ones first.
  @Test
  void onTastesThatWerePlanted() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    List<String> train = new ArrayList<>(List.of("user_id,item_id"));
    List<String> holdout = new ArrayList<>(List.of("user_id,item_id"));
    for (int user = 0; user < 800; user++) {
      TreeSet<Integer> own = new TreeSet<>();
      while (own.size() < 25) {
        int taste = random.nextInt(10) < 7 ? user % 8 : random.nextInt(8);
        double rank = random.nextDouble();
        own.add(taste + 8 * (int) (50 * rank * rank));
      }
      for (int item : own) {
        (random.nextInt(5) == 0 ? holdout : train).add("u%d,i%d".formatted(user, item));
      }
    }
    within(
        Files.write(folder.resolve("train.csv"), train),
        Files.write(folder.resolve("holdout.csv"), holdout));
  }

  /// MovieLens 100k, which is not in this repository: `train.csv.gz` and `holdout.csv.gz` in the
  /// folder `ml-100k` of `-Dwaymark.sets=…`.
  @Test
  void onMovieLens() throws Exception {
    Path set = Path.of(System.getProperty("waymark.sets", "")).resolve("ml-100k");
    assumeThat(set.resolve("train.csv.gz")).as("-Dwaymark.sets=… names no folder of it").exists();
    within(set.resolve("train.csv.gz"), set.resolve("holdout.csv.gz"));
  }

  private void within(Path train, Path holdout) throws Exception {
    double spark = ndcg("spark", List.of("--engine", "spark"), train, holdout);
    double own = ndcg("own", List.of("--algorithm", "ials"), train, holdout);
    System.out.printf("NDCG@20 on %s: Spark %.4f, our own ALS %.4f%n", train, spark, own);
    assertThat(own).isPositive();
    assertThat(spark).isGreaterThan(0.98 * own);
  }

  private double ndcg(String name, List<String> how, Path train, Path holdout) throws Exception {
    String model = folder.resolve(name).toString();
    String lists = folder.resolve(name + ".csv").toString();
    List<String> training = new ArrayList<>(List.of("train", "--interactions", train.toString()));
    training.addAll(how);
    training.addAll(List.of("--set", "factors=64", "--out", model));
    waymark(training);
    waymark(
        List.of(
            "recommend",
            "--model",
            model,
            "--histories",
            train.toString(),
            "--out",
            lists,
            "--count",
            "20"));
    JsonNode figures =
        new ObjectMapper()
            .readTree(
                waymark(
                    List.of(
                        "evaluate",
                        "--recommendations",
                        lists,
                        "--holdout",
                        holdout.toString(),
                        "--json")));
    return figures.path("ndcg").path("20").doubleValue();
  }

  /// What it printed; what it said is among the test's own output.
  private String waymark(List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dwaymark.home=" + HOME,
                "-cp",
                HOME.resolve("cli/target/waymark/lib") + File.separator + "*",
                "io.waymark.cli.Main"));
    command.addAll(arguments);
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    return Files.readString(out);
  }
}
