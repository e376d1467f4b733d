package io.waymark.loadtests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a run is judged by: as a table for a person, as JSON for a program.
///
/// @param command what was run
record Report(Instant started, String host, List<String> command, List<Result> results) {
  private static final List<String> TITLES =
      List.of(
          "scenario",
          "requests",
          "errors",
          "req/s",
          "p50",
          "p95",
          "p99",
          "max",
          "objective",
          "measured",
          "");

  Report {
    command = List.copyOf(command);
    results = List.copyOf(results);
  }

  boolean held() {
    return !results.isEmpty() && results.stream().allMatch(Result::held);
  }

  /// A line for each objective; a scenario's figures stand beside its first.
  String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    results.forEach(result -> rows.addAll(rows(result)));
    int[] widths =
        IntStream.range(0, TITLES.size())
            .map(at -> rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row -> line(row, widths))
        .collect(Collectors.joining("\n", "", "\n(times in milliseconds)\n"));
  }

  private static List<List<String>> rows(Result result) {
    List<List<String>> rows = new ArrayList<>();
    List<String> first = figures(result);
    for (Objective.Verdict verdict : result.verdicts()) {
      List<String> row =
          new ArrayList<>(rows.isEmpty() ? first : first.stream().map(_ -> "").toList());
      Objective objective = verdict.objective();
      row.add(objective.toString());
      row.add(objective.metric().text(verdict.figure()));
      row.add(verdict.held() ? "held" : "NOT HELD");
      rows.add(row);
    }
    return rows;
  }

  private static List<String> figures(Result result) {
    Figures figures = result.figures();
    return List.of(
        result.scenario().title(),
        "%,d".formatted(figures.requests()),
        "%,d".formatted(figures.errors()),
        decimal(figures.requestsPerSecond()),
        decimal(figures.p50Millis()),
        decimal(figures.p95Millis()),
        decimal(figures.p99Millis()),
        decimal(figures.maximumMillis()));
  }

  /// Words to the left, figures to the right.
  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(
            at ->
                (isFigure(at) ? "%" : "%-")
                    .concat(Math.max(1, widths[at]) + "s")
                    .formatted(row.get(at)))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static boolean isFigure(int column) {
    return column >= 1 && column <= 7;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  String json() {
    ObjectNode report = new ObjectMapper().createObjectNode();
    report.put("held", held());
    report.put("started", started.toString());
    report.put("host", host);
    report.put("seed", ShopData.SEED);
    command.forEach(report.putArray("command")::add);
    ObjectNode machine = report.putObject("machine");
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("java", System.getProperty("java.vm.version"));
    ArrayNode scenarios = report.putArray("scenarios");
    results.forEach(result -> write(result, scenarios.addObject()));
    return report.toPrettyString();
  }

  private static void write(Result result, ObjectNode node) {
    Figures figures = result.figures();
    node.put("scenario", result.scenario().title());
    node.put("held", result.held());
    node.put("requests", figures.requests());
    node.put("errors", figures.errors());
    node.put("requests_per_second", figures.requestsPerSecond());
    ObjectNode latency = node.putObject("latency_ms");
    latency.put("mean", figures.meanMillis());
    latency.put("p50", figures.p50Millis());
    latency.put("p95", figures.p95Millis());
    latency.put("p99", figures.p99Millis());
    latency.put("max", figures.maximumMillis());
    if (result.scenario().countsEvents()) {
      node.put("events_accepted", figures.eventsAccepted());
      node.put("events_lost", figures.eventsLost());
    }
    ArrayNode objectives = node.putArray("objectives");
    for (Objective.Verdict verdict : result.verdicts()) {
      objectives
          .addObject()
          .put("objective", verdict.objective().toString())
          .put("figure", verdict.figure())
          .put("held", verdict.held());
    }
  }

  /// One page without scripts or network, with links to Gatling's own pages.
  ///
  /// @param gatling the place of a scenario's page below the report's folder, by scenario
  String html(Map<LoadScenario, String> gatling) {
    String links =
        results.stream()
            .filter(result -> gatling.containsKey(result.scenario()))
            .map(
                result ->
                    "<li><a href=\"%s\">%s</a></li>"
                        .formatted(gatling.get(result.scenario()), result.scenario().title()))
            .collect(Collectors.joining("\n"));
    return """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Waymark load test</title>
        <style>body{font-family:sans-serif;margin:1em}pre{overflow-x:auto}</style>
        <h1>Waymark load test: %s</h1>
        <p>%s, %s, %d processors, Java %s</p>
        <pre>%s</pre>
        <p>Over time, and with the causes of errors:</p>
        <ul>
        %s
        </ul>
        </html>
        """
        .formatted(
            held() ? "every objective holds" : "not every objective holds",
            started,
            escaped(host),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.vm.version"),
            escaped(table()),
            links);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
