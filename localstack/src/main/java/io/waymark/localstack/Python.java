package io.waymark.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The Python 3 that a program needs, wherever it is on this machine.
///
/// @param program for people
/// @param minor the version after `3.`
/// @param later whether later ones will do
public record Python(String program, int minor, boolean later) {
  private static final String GIVEN = "WAYMARK_PYTHON";

  /// The newest whose name is tried.
  private static final int NEWEST = 19;

  private static final int ANSWERS_WITHIN_SECONDS = 20;

  /// One version and no other.
  public static Python exactly(String program, int minor) {
    return new Python(program, minor, false);
  }

  public static Python from(String program, int minor) {
    return new Python(program, minor, true);
  }

  /// The first that suits: the one that is given, or one of the path, of pyenv or of uv.
  ///
  /// @throws LocalStackException where there is none, with what to install
  public Path find(Map<String, String> environment, Path home) throws IOException {
    String given = environment.getOrDefault(GIVEN, "");
    if (!given.isBlank()) {
      if (suits(Path.of(given))) {
        return Path.of(given);
      }
      throw new LocalStackException(GIVEN + "=" + given + " is no " + wanted() + " with venv");
    }
    for (Path candidate : candidates(environment.getOrDefault("PATH", ""), home)) {
      if (suits(candidate)) {
        return candidate;
      }
    }
    String version = "3." + minor;
    throw new LocalStackException(
        "%s needs %s with venv, and there is none: install it (pyenv install %s, uv python install %s, or python%s and python%s-venv of the distribution), or point %s at it"
            .formatted(program, wanted(), version, version, version, version, GIVEN));
  }

  private String wanted() {
    return "Python 3." + minor + (later ? " or later" : "");
  }

  private List<Path> candidates(String path, Path home) throws IOException {
    List<String> names =
        new ArrayList<>(
            IntStream.rangeClosed(minor, later ? NEWEST : minor)
                .mapToObj(each -> "python3." + each)
                .toList());
    // Whatever the machine uses otherwise comes first where it will do.
    names.addAll(later ? 0 : names.size(), List.of("python3", "python"));
    List<Path> found = new ArrayList<>();
    for (String name : names) {
      for (String folder : path.split(File.pathSeparator)) {
        found.add(Path.of(folder).resolve(name));
      }
    }
    String versions = later ? "3.*" : "3." + minor + "*";
    addMatching(found, home.resolve(".pyenv/versions"), versions);
    addMatching(found, home.resolve(".local/share/uv/python"), "cpython-" + versions);
    return found.stream().filter(Files::isExecutable).toList();
  }

  private static void addMatching(List<Path> found, Path folder, String pattern)
      throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, pattern)) {
        versions.forEach(version -> found.add(version.resolve("bin/python")));
      }
    }
  }

  /// Asked, not read off its name: the shims of version managers are there for versions that are
  /// not, and distributions may leave the two modules out.
  private boolean suits(Path python) throws IOException {
    String check =
        "import sys, venv, ensurepip; sys.exit(not (sys.version_info[0] == 3 and sys.version_info[1] %s %d))"
            .formatted(later ? ">=" : "==", minor);
    Process process =
        new ProcessBuilder(python.toString(), "-c", check)
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
