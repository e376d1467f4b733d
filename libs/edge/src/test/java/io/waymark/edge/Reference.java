package io.waymark.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tables of `docs/reference/telemetry.md`.
final class Reference {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ".")).resolve("../../docs/reference/telemetry.md");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  private Reference() {}

  /// What the first cells of the table below a heading name.
  static Set<String> names(String heading) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .flatMap(row -> NAME.matcher(row.split("\\|", -1)[1]).results())
        .map((MatchResult name) -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
