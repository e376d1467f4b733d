package io.waymark.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The tests of the deployed stacks, run by JUnit's own launcher in a process of their own.
public final class Suite {
  private final Folders folders;

  public Suite(Folders folders) {
    this.folders = folders;
  }

  /// Runs them and returns JUnit's exit code: 0 all green, 1 some failed, 2 none found.
  ///
  /// @param classes by simple name; none means all
  public int run(List<String> classes) throws IOException {
    Path target = folders.sources().resolve("target");
    Path classPath = target.resolve("test-class-path");
    if (!Files.exists(classPath) || !Files.isDirectory(target.resolve("test-classes"))) {
      throw new LocalStackException("the tests are not built: run ./mvnw -Dquick package");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dwaymark.home=" + folders.project(),
                "-cp",
                target.resolve("test-classes")
                    + ":"
                    + target.resolve("classes")
                    + ":"
                    + Files.readString(classPath).strip(),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--scan-classpath=" + target.resolve("test-classes"),
                "--include-tag=deployed",
                "--fail-if-no-tests",
                "--disable-banner",
                "--details=tree",
                "--reports-dir=" + target.resolve("deployed-reports")));
    for (String each : classes) {
      command.add("--include-classname=.*\\." + each);
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("the tests were interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
