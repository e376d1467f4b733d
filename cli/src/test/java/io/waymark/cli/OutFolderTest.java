package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutFolderTest {
  private static final int STOPPED_BY_SIGTERM = 143;

  @TempDir Path folder;

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> found = Files.list(in)) {
      return found.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private Path out(boolean there) throws IOException {
    Path out = folder.resolve("below/model");
    if (there) {
      Files.createDirectories(out);
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isFilledAtOnce(boolean there) throws IOException {
    Path out = out(there);
    try (OutFolder made = OutFolder.prepare(out)) {
      Files.writeString(made.path().resolve("manifest.json"), "{}");
      Files.writeString(made.path().resolve("model.onnx"), "graph");
      assertThat(out.resolve("manifest.json")).doesNotExist();
      made.publish();
    }
    assertThat(names(out)).containsExactly("manifest.json", "model.onnx");
    assertThat(names(folder.resolve("below"))).containsExactly("model");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isLeftAsItWasWhereNothingIsPublished(boolean there) throws IOException {
    Path out = out(there);
    try (OutFolder made = OutFolder.prepare(out)) {
      Files.writeString(made.path().resolve("model.onnx"), "half a graph");
    }
    if (there) {
      assertThat(out).isEmptyDirectory();
    } else {
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void isNotFilledOverWhatSomeoneElsePutThereMeanwhile() throws IOException {
    Path out = out(false);
    try (OutFolder made = OutFolder.prepare(out)) {
      Files.writeString(made.path().resolve("model.onnx"), "ours");
      Files.createDirectory(out);
      Files.writeString(out.resolve("model.onnx"), "theirs");
      assertThatThrownBy(made::publish).isInstanceOf(IOException.class);
    }
    assertThat(out.resolve("model.onnx")).hasContent("theirs");
    assertThat(names(folder.resolve("below"))).containsExactly("model");
  }

  /// A signal, as of ^C, amid a training that would take hours.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isLeftAsItWasWhereTheProcessIsToldToEnd(boolean there) throws Exception {
    Path rows = Clubs.csv(folder.resolve("rows.csv"), Clubs.rows(3));
    Path out = out(there);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of("train", "--interactions", rows.toString(), "--out", out.toString()));
    command.addAll(List.of("--set", "factors=128", "--set", "iterations=1000"));
    command.addAll(List.of("--set", "budget_seconds=100000"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader told = process.inputReader()) {
      String line = told.readLine();
      while (line != null && !line.endsWith("search")) {
        line = told.readLine();
      }
      assertThat(line).as("it has begun").isNotNull();
      assertThat(there ? names(out) : names(folder.resolve("below")))
          .hasSize(1)
          .first()
          .asString()
          .startsWith(".model.");
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(STOPPED_BY_SIGTERM);
    } finally {
      process.destroyForcibly();
    }
    if (there) {
      assertThat(out).isEmptyDirectory();
    } else {
      assertThat(names(folder)).containsExactly("rows.csv");
    }
  }
}
