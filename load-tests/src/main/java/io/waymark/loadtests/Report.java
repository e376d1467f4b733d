package io.waymark.loadtests;

import io.waymark.loadtests.Objective.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What a run is judged by.
///
/// @param comparison with earlier runs, if it was asked for
record Report(
    Setting setting,
    List<Result> results,
    List<NotMeasured> notMeasured,
    Optional<Comparison> comparison) {
  Report {
    results = List.copyOf(results);
    notMeasured = List.copyOf(notMeasured);
  }

  boolean held() {
    return !results.isEmpty() && results.stream().allMatch(Result::held);
  }

  String verdict() {
    return held() ? "every objective holds" : "not every objective holds";
  }

  Report comparedWith(Comparison earlier) {
    return new Report(setting, results, notMeasured, Optional.of(earlier));
  }

  /// A line for each objective.
  Table objectives() {
    return new Table(
        List.of("scenario", "objective", "measured", "outcome"),
        results.stream().flatMap(result -> objectives(result).stream()).toList());
  }

  private static List<List<String>> objectives(Result result) {
    List<Verdict> verdicts = result.verdicts();
    return IntStream.range(0, verdicts.size())
        .mapToObj(
            at ->
                List.of(
                    at == 0 ? result.scenario().title() : "",
                    verdicts.get(at).objective().toString(),
                    verdicts.get(at).figureText(),
                    verdicts.get(at).word()))
        .toList();
  }

  Table figures() {
    return new Table(
        List.of("scenario", "requests", "errors", "req/s", "mean ms", "p50", "p95", "p99", "max"),
        results.stream().map(Report::figures).toList());
  }

  private static List<String> figures(Result result) {
    Figures figures = result.figures();
    List<String> row = new ArrayList<>();
    row.add(result.scenario().title());
    row.add("%,d".formatted(figures.requests()));
    row.add("%,d".formatted(figures.errors()));
    for (Metric metric :
        List.of(
            Metric.REQUEST_RATE, Metric.MEAN, Metric.P50, Metric.P95, Metric.P99, Metric.MAXIMUM)) {
      row.add(decimal(figures.of(metric), 1));
    }
    return row;
  }

  Table errors() {
    return new Table(
        List.of("scenario", "request", "cause", "times"),
        results.stream()
            .flatMap(
                result ->
                    result.causes().list().stream()
                        .map(
                            cause ->
                                List.of(
                                    result.scenario().title(),
                                    cause.request(),
                                    cause.failure(),
                                    "%,d".formatted(cause.times()))))
            .toList());
  }

  /// Of the server's process.
  Table resources() {
    return new Table(
        List.of(
            "scenario",
            "processors busy",
            "memory, peak MiB",
            "heap, peak MiB",
            "GC, % of the time",
            "threads"),
        results.stream()
            .filter(result -> !result.resources().readings().isEmpty())
            .map(
                result ->
                    List.of(
                        result.scenario().title(),
                        decimal(result.resources().processors(), 2),
                        decimal(result.resources().peakMemoryMib(), 0),
                        decimal(result.resources().peakHeapMib(), 0),
                        decimal(result.resources().gcPercent(), 1),
                        decimal(result.resources().mostThreads(), 0)))
            .toList());
  }

  Table notMeasuredTable() {
    return new Table(
        List.of("not measured", "why"),
        notMeasured.stream().map(each -> List.of(each.what(), each.reason())).toList());
  }

  /// For a terminal.
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(figures().text()).append('\n').append(objectives().text());
    if (!errors().rows().isEmpty()) {
      text.append('\n').append(errors().text());
    }
    comparison.ifPresent(
        earlier ->
            text.append('\n').append(earlier.says()).append('\n').append(earlier.table().text()));
    text.append('\n').append(notMeasuredTable().text());
    return text.append('\n').append(verdict()).append('\n').toString();
  }

  private static String decimal(OptionalDouble value, int digits) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%,." + digits + "f", value.getAsDouble())
        : "–";
  }
}
