package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.embedded.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command, at a hundredth of each size; nothing here looks at a time.
class BenchTest {
  /// All but `http`, which starts a service of its own: `HttpRowTest` gives it one.
  private static final List<String> ROWS =
      List.of(
          "quality",
          "als-64",
          "als-128",
          "ease",
          "training-memory",
          "one-user-1m",
          "one-user-100k",
          "one-user-10k",
          "batches",
          "handler",
          "predict",
          "model-load",
          "start",
          "growth");

  @TempDir Path folder;

  @BeforeAll
  static void theFunctionsAreThose() {
    System.setProperty(
        Options.FUNCTIONS_PROPERTY, Path.of("..", "embedded", "target", "functions").toString());
  }

  @AfterAll
  static void asBefore() {
    System.clearProperty(Options.FUNCTIONS_PROPERTY);
  }

  @Test
  void everyRowIsMeasuredOrSaysThatItIsNotBuilt() throws IOException {
    Path file = folder.resolve("bench.json");
    List<String> before = temporary();
    Waymark run =
        Waymark.run(
            "bench",
            "--small",
            "--no-peers",
            "--rounds",
            "1",
            "--only",
            String.join(",", ROWS),
            "--json",
            file);
    assertThat(run.exit()).as(run.out()).isZero();
    JsonNode report = new ObjectMapper().readTree(Files.readString(file));
    assertThat(report.path("full_size").asBoolean(true)).isFalse();
    assertThat(report.path("machine").path("cores").asInt()).isPositive();
    List<String> measured = new ArrayList<>();
    for (JsonNode row : report.path("rows")) {
      String name = row.path("name").asText();
      assertThat(run.out()).contains(name + ": " + row.path("goal").asText());
      switch (row.path("state").asText()) {
        case "measured" -> {
          measured.add(name);
          assertSound(row);
        }
        case "not_built" ->
            assertThat(run.out()).contains("not built: " + row.path("why").asText());
        default -> throw new AssertionError(row.toString());
      }
    }
    assertThat(measured).containsExactlyElementsOf(ROWS);
    assertThat(run.out()).contains("these figures say nothing of speed", "not compared (no peers");
    assertThat(temporary()).isEqualTo(before);
  }

  private static List<String> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("waymark-bench-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aRowThatFailsSaysWhyAndTakesNoneWithIt() throws IOException {
    Path file = folder.resolve("bench.json");
    Waymark run =
        Waymark.run(
            "bench",
            "--small",
            "--no-peers",
            "--only=als-64,model-load",
            "--data",
            folder,
            "--json",
            file);
    assertThat(run.exit()).isEqualTo(1);
    String why = folder.resolve("ml-1m/train.csv.gz") + " is not there";
    assertThat(run.out()).contains("failed: " + why);
    JsonNode rows = new ObjectMapper().readTree(Files.readString(file)).path("rows");
    assertThat(rows.findValuesAsText("state")).containsExactly("failed", "measured");
    assertThat(rows.path(0).path("why").asText()).isEqualTo(why);
  }

  private static void assertSound(JsonNode row) {
    assertThat(row.path("figures").size()).isPositive();
    for (JsonNode figure : row.path("figures")) {
      assertThat(figure.path("middle").asDouble(-1)).as(figure.toString()).isNotNegative();
      for (JsonNode held : figure.path("held")) {
        if (held.has("why")) {
          assertThat(held.path("verdict").asText()).isEqualTo("not_compared");
        } else {
          assertThat(held.path("verdict").asText()).isIn("met", "met_stretch", "missed");
        }
      }
    }
  }

  @Test
  void rowsThatAreNotThereAreRefusedByName() {
    Waymark run = Waymark.run("bench", "--only", "speed", "--no-peers");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--only speed is no row; there are read-1m, read-10m, quality");
    assertThat(Waymark.run("bench", "--rounds", "0").exit()).isEqualTo(2);
    assertThat(Waymark.run("bench", "--only", "start", "--peers", folder).err())
        .contains("has no requirements.txt");
  }
}
