package io.waymark.loadtests;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.nio.file.Path;

/// Runs one load in this process. Gatling makes its simulation by itself, from a class; a scoped
/// value hands it what to run.
///
/// @param run names this run in the events it sends
/// @param results where Gatling writes what nobody keeps
record GatlingRun(Target target, String run, Path results) {
  private static final ScopedValue<Work> WORK = ScopedValue.newInstance();

  private record Work(Load load, Target target, Shop shop) {}

  /// Returns when the load has ended; `samples` can be read meanwhile.
  ///
  /// @throws LoadTestException when Gatling could not run it
  void run(Load load, Samples samples) {
    NoPreferences.use();
    long before = samples.requests();
    Shop shop = new Shop(samples, target, run + "-" + Long.toString(System.nanoTime(), 36));
    int status =
        ScopedValue.where(WORK, new Work(load, target, shop))
            .call(
                () ->
                    Gatling$.MODULE$.fromArgs(
                        new String[] {
                          "--simulation",
                          Scripted.class.getName(),
                          "--results-folder",
                          results.toString(),
                          "--run-description",
                          "",
                          "--no-reports"
                        }));
    if (status != 0 || samples.requests() == before) {
      throw new LoadTestException(
          "the load did not run: Gatling ended with %d after %d requests"
              .formatted(status, samples.requests() - before));
    }
  }

  /// Public, with a public constructor: Gatling wants it so.
  public static final class Scripted extends Simulation {
    public Scripted() {
      Work work = WORK.get();
      setUp(work.load().populations().apply(work.shop())).protocols(protocol(work));
    }

    private static HttpProtocolBuilder protocol(Work work) {
      HttpProtocolBuilder protocol =
          http.baseUrl(work.target().base().toString())
              .contentTypeHeader("application/json")
              .acceptHeader("application/json");
      return switch (work.load().connections()) {
        case OWN -> protocol;
        case SHARED -> protocol.shareConnections();
      };
    }
  }
}
