package io.waymark.loadtests;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs one scenario in this process. Gatling makes its simulation by itself, from a class; a
/// scoped value hands it what to run.
///
/// @param run names this run in the events it sends
/// @param reports where Gatling's own report goes, if anywhere
record GatlingRun(Target target, String run, Path results, Reports reports) {
  /// Whether Gatling writes its HTML pages.
  enum Reports {
    WRITTEN,
    LEFT_OUT
  }

  private static final ScopedValue<Work> WORK = ScopedValue.newInstance();

  private record Work(LoadScenario scenario, Target target, Shop shop) {}

  /// Returns when the scenario has ended; `samples` can be read meanwhile.
  ///
  /// @throws LoadTestException when Gatling could not run it
  void run(LoadScenario scenario, Samples samples) {
    Shop shop = new Shop(samples, run + "-" + scenario.id());
    int status =
        ScopedValue.where(WORK, new Work(scenario, target, shop))
            .call(() -> Gatling$.MODULE$.fromArgs(arguments(scenario)));
    if (status != 0 || samples.requests() == 0) {
      throw new LoadTestException(
          "%s did not run: Gatling ended with %d after %d requests"
              .formatted(scenario.title(), status, samples.requests()));
    }
  }

  private String[] arguments(LoadScenario scenario) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--simulation",
                Scripted.class.getName(),
                "--results-folder",
                results.resolve(scenario.id()).toString(),
                "--run-description",
                ""));
    if (reports == Reports.LEFT_OUT) {
      arguments.add("--no-reports");
    }
    return arguments.toArray(String[]::new);
  }

  /// Public, with a public constructor: Gatling wants it so.
  public static final class Scripted extends Simulation {
    public Scripted() {
      Work work = WORK.get();
      setUp(work.scenario().population().apply(work.shop()).protocols(protocol(work)));
    }

    private static HttpProtocolBuilder protocol(Work work) {
      HttpProtocolBuilder protocol =
          http.baseUrl(work.target().base().toString())
              .header("X-API-Key", work.target().apiKey())
              .contentTypeHeader("application/json")
              .acceptHeader("application/json");
      return switch (work.scenario().load()) {
        case CONNECTION_PER_USER -> protocol;
        case SHARED_CONNECTIONS -> protocol.shareConnections();
      };
    }
  }
}
