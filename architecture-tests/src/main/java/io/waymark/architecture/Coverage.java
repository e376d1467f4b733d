package io.waymark.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Prints how many lines the tests of all modules ran, module by module, and fails the build below
/// the bounds. Reads JaCoCo's aggregated `jacoco.csv`. Nothing is left out: generated classes carry
/// no lines and so count neither way.
public final class Coverage {
  private static final double LEAST_OVERALL = 0.70;
  private static final double LEAST_DOMAIN = 0.80;

  /// Modules whose every package is domain: words, algorithms, formats. In a function, the features
  /// are domain and its root package, with the handlers, is edge.
  private static final List<String> DOMAIN_MODULES =
      List.of("tenancy", "interactions", "model", "training");

  private static final List<String> FUNCTIONS = List.of("auth", "recommend", "ingest", "train");

  private Coverage() {}

  /// Prints the table, then fails if a bound is broken.
  ///
  /// @param arguments the path of `jacoco.csv`
  public static void main(String[] arguments) throws IOException {
    Map<String, Lines> modules = new TreeMap<>();
    Lines overall = Lines.NONE;
    Lines domain = Lines.NONE;
    for (String row : Files.readAllLines(Path.of(arguments[0])).stream().skip(1).toList()) {
      String[] columns = row.split(",", -1);
      String module = columns[0].substring(columns[0].lastIndexOf('/') + 1);
      Lines lines = new Lines(Long.parseLong(columns[8]), Long.parseLong(columns[7]));
      modules.merge(module, lines, Lines::plus);
      overall = overall.plus(lines);
      if (isDomain(module, columns[1])) {
        domain = domain.plus(lines);
      }
    }
    StringBuilder table = new StringBuilder("\nCoverage, lines run by the tests of all modules\n");
    modules.forEach((module, lines) -> table.append(lines.row(module)));
    table.append(domain.row("domain (at least 80 %)"));
    table.append(overall.row("overall (at least 70 %)"));
    System.out.println(table);
    if (overall.share() < LEAST_OVERALL || domain.share() < LEAST_DOMAIN) {
      throw new IllegalStateException("coverage is below its bounds; see the table above");
    }
  }

  private static boolean isDomain(String module, String packageName) {
    return DOMAIN_MODULES.contains(module)
        || (FUNCTIONS.contains(module) && !packageName.equals("io.waymark." + module));
  }

  private record Lines(long covered, long missed) {
    static final Lines NONE = new Lines(0, 0);

    Lines plus(Lines other) {
      return new Lines(covered + other.covered, missed + other.missed);
    }

    double share() {
      return covered + missed == 0 ? 0 : (double) covered / (covered + missed);
    }

    String row(String name) {
      return String.format(
          Locale.ROOT,
          "  %-26s %5.1f %%  %6d of %6d%n",
          name,
          100 * share(),
          covered,
          covered + missed);
    }
  }
}
