package io.waymark.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs scenarios one after the other against a service that is up and filled.
final class LoadTest {
  private static final Duration TICK = Duration.ofSeconds(5);

  private final Target target;
  private final String run;
  private final Optional<Path> output;
  private final Path temporary;
  private final Screen screen;

  /// @param output where the report goes, if anywhere
  /// @param temporary for what Gatling writes and nobody keeps
  LoadTest(Target target, String run, Optional<Path> output, Path temporary, Screen screen) {
    this.target = target;
    this.run = run;
    this.output = output;
    this.temporary = temporary;
    this.screen = screen;
  }

  Report run(LoadScenario warmUp, List<LoadScenario> scenarios, List<String> command) {
    Instant started = Instant.now();
    measure(warmUp, new GatlingRun(target, run, temporary, GatlingRun.Reports.LEFT_OUT));
    GatlingRun gatling =
        output
            .map(folder -> new GatlingRun(target, run, folder, GatlingRun.Reports.WRITTEN))
            .orElseGet(() -> new GatlingRun(target, run, temporary, GatlingRun.Reports.LEFT_OUT));
    List<Result> results = new ArrayList<>();
    for (LoadScenario scenario : scenarios) {
      results.add(new Result(scenario, measure(scenario, gatling)));
    }
    Report report = new Report(started, target.base().toString(), command, results);
    output.ifPresent(folder -> write(report, folder));
    return report;
  }

  private Figures measure(LoadScenario scenario, GatlingRun gatling) {
    screen.step(scenario.title());
    Samples samples = new Samples();
    try (Ticker _ = Ticker.every(TICK, () -> progress(samples))) {
      gatling.run(scenario, samples);
    }
    progress(samples);
    List<String> accepted = scenario.countsEvents() ? samples.acceptedEvents() : List.of();
    return Figures.of(samples.list(), accepted.size(), accepted.isEmpty() ? 0 : lost(accepted));
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

  private static void write(Report report, Path folder) {
    Map<LoadScenario, String> pages = new LinkedHashMap<>();
    try {
      for (Result result : report.results()) {
        page(folder, result.scenario())
            .ifPresent(page -> pages.put(result.scenario(), folder.relativize(page).toString()));
      }
      Files.writeString(folder.resolve("report.json"), report.json());
      Files.writeString(folder.resolve("index.html"), report.html(pages));
    } catch (IOException e) {
      throw new LoadTestException("cannot write the report to " + folder, e);
    }
  }

  /// Gatling puts it into a folder named by the time.
  private static Optional<Path> page(Path folder, LoadScenario scenario) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(scenario.id()), 2)) {
      return files.filter(file -> file.endsWith("index.html")).max(Path::compareTo);
    }
  }
}
