package io.waymark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// What AWS Lambda would be given.
class ArchivesTest {
  private static final long MOST_UNZIPPED = 250L << 20;

  /// Lambda fetches the archive before a function starts for the first time. A training waits for
  /// that without anybody watching, and reads with DuckDB as well as trying its graph in ONNX
  /// Runtime.
  private static final Map<String, Long> MOST_ZIPPED =
      Map.of(
          "auth", 35_000_000L,
          "recommend", 45_000_000L,
          "ingest", 60_000_000L,
          "train", 70_000_000L);

  @Test
  void noArchiveHoldsAClassOfAnotherFunction() throws IOException {
    for (String function : Sources.FUNCTIONS) {
      List<String> names = names(function);
      assertThat(names).contains("io/waymark/" + function + "/ApiHandler.class");
      for (String other : Sources.FUNCTIONS) {
        if (!other.equals(function)) {
          assertThat(names)
              .as(function + ".zip")
              .noneMatch(name -> name.startsWith("io/waymark/" + other + "/"))
              .noneMatch(name -> name.startsWith("lib/" + other + "-0."));
        }
      }
    }
  }

  @Test
  void everyArchiveFitsIntoLambda() throws IOException {
    for (String function : Sources.FUNCTIONS) {
      try (ZipFile zip = new ZipFile(archive(function).toFile())) {
        long unzipped = zip.stream().mapToLong(ZipEntry::getSize).sum();
        assertThat(unzipped).as(function + ".zip unzipped").isLessThan(MOST_UNZIPPED);
      }
      assertThat(Files.size(archive(function)))
          .as(function + ".zip")
          .isLessThan(Objects.requireNonNull(MOST_ZIPPED.get(function)));
    }
  }

  @Test
  void eachCarriesOnlyTheNativesItRuns() throws IOException {
    assertThat(names("recommend")).anyMatch(name -> name.contains("libonnxruntime"));
    assertThat(names("ingest")).anyMatch(name -> name.startsWith("libduckdb_java"));
    assertThat(names("recommend")).noneMatch(name -> name.contains("duckdb"));
    assertThat(names("auth")).noneMatch(name -> name.contains("duckdb") || name.contains("onnx"));
    assertThat(names("train"))
        .anyMatch(name -> name.contains("libonnxruntime"))
        .anyMatch(name -> name.startsWith("libduckdb_java"));
    assertThat(names("ingest")).noneMatch(name -> name.contains("libonnxruntime"));
  }

  private static List<String> names(String function) throws IOException {
    try (ZipFile zip = new ZipFile(archive(function).toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  private static Path archive(String function) throws IOException {
    try (Stream<Path> files =
        Files.list(Sources.ROOT.resolve("functions/" + function + "/target"))) {
      return files
          .filter(file -> file.toString().endsWith("-lambda.zip"))
          .findFirst()
          .orElseThrow();
    }
  }
}
