package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The load on the service as it is, in a process of its own: that no request of any scenario is
/// refused. How fast it answers, a machine that builds beside it cannot tell. The service comes
/// from `cli`, which stands before this module in a whole build.
class SmokeTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Screen NOWHERE = new Screen(new PrintStream(PrintStream.nullOutputStream()));

  @TempDir private Path folder;

  @Test
  void theServiceRefusesNothingAndLosesNoEvent() throws IOException {
    assertThat(isBuilt()).as("the service is built; ./mvnw verify does it, from the root").isTrue();
    LogIn admin = LogIn.made("platform");
    try (Embedded embedded = Embedded.start(service(), Optional.empty(), admin);
        Server server = new Server(embedded.url(), Optional.of(embedded::collectGarbage));
        Seeding seeding = Seeding.seed(embedded.url(), admin, "smoke", 5_000, folder, NOWHERE)) {
      List<LoadScenario> scenarios =
          new Scenarios(5, 20, Duration.ofSeconds(1))
              .all().stream()
                  .filter(
                      scenario ->
                          List.of("Event flood", "Bulk read", "Recommendations only")
                              .contains(scenario.title()))
                  .toList();
      Report report =
          new LoadTest(seeding.target(), server, "smoke", folder, NOWHERE)
              .run(Scenarios.warmUp(Duration.ofSeconds(1)), scenarios, ObjectiveTest.SETTING);
      assertThat(report.results()).hasSize(3);
      assertThat(report.errors().rows()).isEmpty();
      assertThat(report.results())
          .allSatisfy(result -> assertThat(result.resources().peakMemoryMib()).isPresent())
          .filteredOn(result -> result.scenario().judges(Metric.LOST_EVENTS))
          .singleElement()
          .satisfies(flood -> assertThat(flood.figures().of(Metric.LOST_EVENTS)).hasValue(0));
    }
  }

  private static boolean isBuilt() throws IOException {
    Path lib = HOME.resolve("cli/target/waymark/lib");
    if (!Files.isDirectory(lib) || !Files.isDirectory(HOME.resolve("embedded/target/functions"))) {
      return false;
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("cli-"));
    }
  }

  /// As the launcher starts it.
  private static List<String> service() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dwaymark.calls.patience=2m",
        "-Dwaymark.functions=" + HOME.resolve("embedded/target/functions"),
        "-Dwaymark.home=" + HOME,
        "-cp",
        HOME.resolve("cli/target/waymark/lib") + "/*",
        "io.waymark.cli.Main");
  }
}
