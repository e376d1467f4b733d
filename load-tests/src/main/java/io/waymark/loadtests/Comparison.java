package io.waymark.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Earlier runs' figures beside this run's. A figure has moved when it lies outside all that at
/// least [#ENOUGH] earlier runs showed; of fewer runs nobody knows their noise.
record Comparison(int runs, List<Row> rows) {
  private static final int ENOUGH = 3;
  private static final List<Metric> SHOWN =
      List.of(
          Metric.REQUEST_RATE,
          Metric.P50,
          Metric.P95,
          Metric.P99,
          Metric.EVENT_RATE,
          Metric.KNEE,
          Metric.P99_RATIO,
          Metric.PEAK_MEMORY);

  Comparison {
    rows = List.copyOf(rows);
  }

  /// @param earlier of each run in which it was measured
  record Row(String scenario, Metric metric, List<Double> earlier, double now) {
    double ratio() {
      return now / median();
    }

    double median() {
      return Beside.median(earlier);
    }

    boolean isNoise() {
      return lowest() <= now && now <= highest();
    }

    double lowest() {
      return earlier.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    double highest() {
      return earlier.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    String outcome() {
      if (earlier.size() < ENOUGH) {
        return "noise unknown";
      }
      if (isNoise()) {
        return "within the noise";
      }
      boolean higher = now > highest();
      return higher == (metric.better() == Metric.Better.HIGH) ? "better" : "worse";
    }
  }

  /// @param folder of a report, or with folders of reports of the same command
  static Comparison of(Report now, Path folder) {
    List<JsonNode> earlier = reports(folder);
    if (earlier.isEmpty()) {
      throw new LoadTestException("there is no report.json in " + folder + " or a folder in it");
    }
    List<Row> rows = new ArrayList<>();
    for (Result result : now.results()) {
      for (Metric metric : SHOWN) {
        List<Double> before = values(earlier, result.scenario().title(), metric);
        if (!before.isEmpty()) {
          result
              .figures()
              .of(metric)
              .ifPresent(
                  value -> rows.add(new Row(result.scenario().title(), metric, before, value)));
        }
      }
    }
    return new Comparison(earlier.size(), rows);
  }

  String says() {
    return runs < ENOUGH
        ? "Of %d earlier run%s; what is noise shows only among %d or more."
            .formatted(runs, runs == 1 ? "" : "s", ENOUGH)
        : "Of %d earlier runs: their median, and the range of all.".formatted(runs);
  }

  Table table() {
    return new Table(
        List.of("scenario", "figure", "earlier", "range", "now", "ratio", "outcome"),
        rows.stream()
            .map(
                row ->
                    List.of(
                        row.scenario(),
                        row.metric().title(),
                        row.metric().text(row.median()),
                        row.metric().text(row.lowest()) + " to " + row.metric().text(row.highest()),
                        row.metric().text(row.now()),
                        String.format(Locale.ROOT, "%.2f", row.ratio()),
                        row.outcome()))
            .toList());
  }

  private static List<Double> values(List<JsonNode> reports, String scenario, Metric metric) {
    return reports.stream()
        .flatMap(report -> report.path("scenarios").valueStream())
        .filter(node -> node.path("scenario").asText().equals(scenario))
        .map(node -> node.path("figures").path(metric.key()))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asDouble)
        .toList();
  }

  private static List<JsonNode> reports(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      Map<Path, JsonNode> found = new TreeMap<>();
      for (Path file : files.filter(file -> file.endsWith("report.json")).toList()) {
        found.put(file, new ObjectMapper().readTree(file.toFile()));
      }
      return List.copyOf(found.values());
    } catch (IOException e) {
      throw new LoadTestException("cannot read the earlier run in " + folder, e);
    }
  }
}
