package io.waymark.localstack.host;

import io.waymark.localstack.LocalStackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The Python that LocalStack 4.14 runs on. It installs on others and then does not start.
final class Python {
  private static final String VERSION = "3.13";
  private static final String GIVEN = "WAYMARK_PYTHON";

  /// Distributions may leave the last two out.
  private static final String CHECK =
      "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 13))";

  private static final int ANSWERS_WITHIN_SECONDS = 20;

  private Python() {}

  /// The first that suits.
  ///
  /// @throws LocalStackException where there is none, with what to install
  static Path find(Map<String, String> environment, Path home) throws IOException {
    String given = environment.getOrDefault(GIVEN, "");
    if (!given.isBlank()) {
      if (suits(Path.of(given))) {
        return Path.of(given);
      }
      throw new LocalStackException(
          GIVEN + "=" + given + " is no Python " + VERSION + " with venv");
    }
    for (Path candidate : candidates(environment.getOrDefault("PATH", ""), home)) {
      if (suits(candidate)) {
        return candidate;
      }
    }
    throw new LocalStackException(
        "LocalStack without Docker needs Python %s with venv, and there is none: install it (pyenv install %s, uv python install %s, or python%s and python%s-venv of the distribution), or point %s at it"
            .formatted(VERSION, VERSION, VERSION, VERSION, VERSION, GIVEN));
  }

  static List<Path> candidates(String path, Path home) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String name : List.of("python" + VERSION, "python3", "python")) {
      for (String folder : path.split(File.pathSeparator)) {
        found.add(Path.of(folder).resolve(name));
      }
    }
    addMatching(found, home.resolve(".pyenv/versions"), VERSION + ".*", "bin/python");
    addMatching(
        found, home.resolve(".local/share/uv/python"), "cpython-" + VERSION + "*", "bin/python");
    return found.stream().filter(Files::isExecutable).toList();
  }

  private static void addMatching(List<Path> found, Path folder, String pattern, String program)
      throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, pattern)) {
        versions.forEach(version -> found.add(version.resolve(program)));
      }
    }
  }

  /// Asked, not read off its name: the shims of version managers are there for versions that are
  /// not.
  private static boolean suits(Path python) throws IOException {
    Process process =
        new ProcessBuilder(python.toString(), "-c", CHECK)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
