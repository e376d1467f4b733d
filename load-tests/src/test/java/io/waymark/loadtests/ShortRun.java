package io.waymark.loadtests;

import io.waymark.loadtests.Objective.Verdict;
import io.waymark.loadtests.Objective.Weight;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Gatling's own runs, of a second each, against a server that answers like Waymark.
final class ShortRun implements AutoCloseable {
  private static final Scenarios SCENARIOS = new Scenarios(2, 20, Duration.ofSeconds(1));
  private static final Screen NOWHERE = new Screen(new PrintStream(PrintStream.nullOutputStream()));

  private final FakeWaymark waymark;
  private final Server server;

  ShortRun(FakeWaymark waymark) {
    this.waymark = waymark;
    this.server = waymark.server();
  }

  /// @param title of the scenario
  /// @param folder for what Gatling writes
  Report of(String title, Path folder) {
    return of(title, server, folder);
  }

  Report of(String title, Server shown, Path folder) {
    List<LoadScenario> chosen =
        SCENARIOS.all().stream().filter(scenario -> scenario.title().equals(title)).toList();
    return new LoadTest(waymark.target(), shown, "r1", folder, NOWHERE)
        .run(Scenarios.warmUp(Duration.ofMillis(100)), chosen, ObjectiveTest.SETTING);
  }

  /// The metrics of the objectives that the first scenario had to hold and did not.
  static Set<Metric> broken(Report report) {
    return report.results().getFirst().verdicts().stream()
        .filter(verdict -> !verdict.held())
        .map(Verdict::objective)
        .filter(objective -> objective.weight() == Weight.REQUIRED)
        .map(Objective::metric)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    server.close();
  }
}
