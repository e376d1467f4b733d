package io.waymark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// What AWS Lambda would be given.
class ArchivesTest {
  private static final long MOST_UNZIPPED = 250L << 20;

  /// Lambda fetches the archive before a function starts for the first time. A training waits for
  /// that without anybody watching, and reads with DuckDB as well as trying its graph in ONNX
  /// Runtime; 8.6 MB of it are MLflow's client, in one piece (ADR 0027).
  private static final Map<String, Long> MOST_ZIPPED =
      Map.of(
          "auth", 35_000_000L,
          "recommend", 45_000_000L,
          "ingest", 60_000_000L,
          "train", 80_000_000L);

  /// `libduckdb_java.so_linux_amd64` is one too.
  private static final Pattern NATIVE = Pattern.compile("\\.(so|dylib|dll|jnilib)(_[a-z0-9_]+)?$");

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
        long zipped = Files.size(archive(function));
        long most = Objects.requireNonNull(MOST_ZIPPED.get(function));
        System.out.printf(
            "archive of %-9s %5.1f of %.0f MB zipped, %5.1f of %.0f MiB unzipped%n",
            function, zipped / 1e6, most / 1e6, unzipped / 0x1p20, MOST_UNZIPPED / 0x1p20);
        assertThat(unzipped).as(function + ".zip unzipped").isLessThan(MOST_UNZIPPED);
        assertThat(zipped).as(function + ".zip").isLessThan(most);
      }
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

  @Test
  void allNativesAreOfOneProcessor() throws IOException {
    Set<String> processors = new TreeSet<>();
    for (String function : Sources.FUNCTIONS) {
      try (ZipFile zip = new ZipFile(archive(function).toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          try (InputStream content = zip.getInputStream(entry)) {
            if (isNative(entry.getName())) {
              processors.add(processor(content));
            } else if (entry.getName().endsWith(".jar")) {
              assertThat(nativesIn(content)).as(function + ".zip " + entry.getName()).isEmpty();
            }
          }
        }
      }
    }
    assertThat(processors).as("of all archives together").hasSize(1);
  }

  @Test
  void theProcessorOfALibraryIsReadFromItsFirstBytes() throws IOException {
    byte[] library = new byte[64];
    library[0] = 0x7f;
    library[18] = (byte) 0xb7;
    assertThat(processor(new ByteArrayInputStream(library))).isEqualTo("7f000000-b700");
    library[18] = 0x3e;
    assertThat(processor(new ByteArrayInputStream(library))).isEqualTo("7f000000-3e00");
  }

  private static boolean isNative(String name) {
    return NATIVE.matcher(name).find();
  }

  /// Kind of file and processor, as ELF has them; a Mac's libraries have them at the same place or
  /// are at least not equal to those of Linux.
  private static String processor(InputStream library) throws IOException {
    String start = HexFormat.of().formatHex(library.readNBytes(20));
    return start.substring(0, 8) + "-" + start.substring(36, 40);
  }

  private static List<String> nativesIn(InputStream jar) throws IOException {
    List<String> natives = new ArrayList<>();
    ZipInputStream entries = new ZipInputStream(jar);
    for (ZipEntry at = entries.getNextEntry(); at != null; at = entries.getNextEntry()) {
      if (isNative(at.getName())) {
        natives.add(at.getName());
      }
    }
    return natives;
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
