package io.waymark.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonTest {
  private static final Python PYTHON = Python.exactly("This", 13);

  @TempDir private Path home;

  @Test
  void aPythonThatDoesNotSuitIsNotTakenAndTheErrorSaysWhatToInstall() throws IOException {
    Path bin = home.resolve("bin");
    script(bin.resolve("python3.13"), "exit 1");
    assertThatThrownBy(() -> PYTHON.find(Map.of("PATH", bin.toString()), home))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("Python 3.13")
        .hasMessageContaining("WAYMARK_PYTHON");
  }

  @Test
  void aPythonOfPyenvIsFoundThatIsNotOnThePath() throws IOException {
    Path python = home.resolve(".pyenv/versions/3.13.7/bin/python");
    script(python, "exit 0");
    assertThat(PYTHON.find(Map.of("PATH", home.resolve("bin").toString()), home)).isEqualTo(python);
  }

  @Test
  void aPythonThatIsGivenHasToSuit() throws IOException {
    Path given = home.resolve("my-python");
    script(given, "exit 1");
    assertThatThrownBy(() -> PYTHON.find(Map.of("WAYMARK_PYTHON", given.toString()), home))
        .isInstanceOf(LocalStackException.class)
        .hasMessageContaining("WAYMARK_PYTHON=" + given);
  }

  @Test
  void whereLaterOnesWillDoThatOfTheMachineIsTakenFirst() throws IOException {
    Path bin = home.resolve("bin");
    script(bin.resolve("python3.14"), "exit 0");
    Path usual = bin.resolve("python3");
    script(usual, "exit 0");
    Map<String, String> path = Map.of("PATH", bin.toString());
    assertThat(Python.from("That", 11).find(path, home)).isEqualTo(usual);
    script(usual, "exit 1");
    assertThat(Python.from("That", 11).find(path, home)).isEqualTo(bin.resolve("python3.14"));
    script(bin.resolve("python3.14"), "exit 1");
    assertThatThrownBy(() -> Python.from("That", 11).find(path, home))
        .hasMessageContaining("That needs Python 3.11 or later");
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
