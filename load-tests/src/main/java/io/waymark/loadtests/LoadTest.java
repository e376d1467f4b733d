package io.waymark.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Runs scenarios one after the other against a service that is up and filled.
final class LoadTest {
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration READINGS = Duration.ofSeconds(1);

  private final Target target;
  private final Server server;
  private final GatlingRun gatling;
  private final Screen screen;

  /// @param run names this run in the events it sends
  /// @param temporary for what Gatling writes and nobody keeps
  LoadTest(Target target, Server server, String run, Path temporary, Screen screen) {
    this.target = target;
    this.server = server;
    this.gatling = new GatlingRun(target, run, temporary);
    this.screen = screen;
  }

  Report run(LoadScenario warmUp, List<LoadScenario> scenarios, Setting setting) {
    measure(warmUp);
    List<NotMeasured> notMeasured = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    for (LoadScenario scenario : scenarios) {
      results.add(measure(measurable(scenario, notMeasured)));
    }
    notMeasured.addAll(NotMeasured.ALWAYS);
    return new Report(setting, results, notMeasured, Optional.empty());
  }

  static void write(Report report, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("report.json"), new JsonReport(report).text());
      Files.writeString(folder.resolve("report.md"), new MarkdownReport(report).text());
      Files.writeString(folder.resolve("index.html"), new HtmlReport(report).text());
    } catch (IOException e) {
      throw new LoadTestException("cannot write the report to " + folder, e);
    }
  }

  /// Without objectives on what this server does not show.
  private LoadScenario measurable(LoadScenario scenario, List<NotMeasured> notMeasured) {
    LoadScenario measurable = scenario;
    if (scenario.judges(Metric.HEAP_GROWTH) && !server.collects()) {
      notMeasured.add(NotMeasured.serverFigure(scenario, Metric.HEAP_GROWTH));
      measurable = measurable.without(Metric.HEAP_GROWTH);
    }
    if (scenario.judges(Metric.PEAK_MEMORY) && server.read().isEmpty()) {
      notMeasured.add(NotMeasured.serverFigure(scenario, Metric.PEAK_MEMORY));
      measurable = measurable.without(Metric.PEAK_MEMORY);
    }
    return measurable;
  }

  private Result measure(LoadScenario scenario) {
    screen.step(scenario.title());
    Samples samples = new Samples();
    Queue<Reading> readings = new ConcurrentLinkedQueue<>();
    OptionalDouble heapBefore = heapInUse(scenario);
    server.read().ifPresent(readings::add);
    Course.Measured measured;
    try (Ticker _ = Ticker.every(TICK, () -> progress(samples));
        Ticker _ = Ticker.every(READINGS, () -> server.read().ifPresent(readings::add))) {
      measured = scenario.course().run(load -> samplesOf(load, samples));
    }
    server.read().ifPresent(readings::add);
    progress(samples);
    Resources resources = new Resources(List.copyOf(readings));
    Figures figures = measured.figures();
    if (resources.peakMemoryMib().isPresent()) {
      figures = figures.with(Metric.PEAK_MEMORY, resources.peakMemoryMib().getAsDouble());
    }
    OptionalDouble heapAfter = heapInUse(scenario);
    if (heapBefore.isPresent() && heapAfter.isPresent()) {
      figures =
          figures.with(Metric.HEAP_GROWTH, heapAfter.getAsDouble() - heapBefore.getAsDouble());
    }
    if (scenario.judges(Metric.LOST_EVENTS)) {
      List<String> accepted = samples.acceptedEvents();
      figures = figures.withEvents(accepted.size(), lost(accepted));
    }
    return Result.of(scenario, figures, measured, resources);
  }

  /// Of this load alone: the one before it has ended.
  private List<Sample> samplesOf(Load load, Samples all) {
    long before = all.requests();
    gatling.run(load, all);
    return all.listAfter(before);
  }

  private OptionalDouble heapInUse(LoadScenario scenario) {
    return scenario.judges(Metric.HEAP_GROWTH) ? server.heapInUse() : OptionalDouble.empty();
  }

  private long lost(List<String> accepted) {
    screen.line("asking for %,d accepted events".formatted(accepted.size()));
    try (Api api = Api.withKey(target)) {
      return new AcceptedEvents(api).lost(accepted);
    }
  }

  private void progress(Samples samples) {
    screen.line("%,d requests, %,d errors".formatted(samples.requests(), samples.errors()));
  }
}
