package io.waymark.cli.demo;

import io.waymark.embedded.StoppingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Tells the whole story, on sample data or the caller's own.
@Command(
    name = "demo",
    description = "From nothing to recommendations, on sample data or your own file.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Option(names = "--once", description = "end after the story instead of staying up")
  private boolean once;

  @Option(
      names = "--interactions",
      paramLabel = "FILE",
      description = "your own: Parquet, CSV or JSONL with user_id, item_id and more")
  private Optional<Path> interactions = Optional.empty();

  @Option(
      names = "--items",
      paramLabel = "FILE",
      description = "your own catalogue: item_id, name, category, price and more")
  private Optional<Path> items = Optional.empty();

  @Override
  public Integer call() throws IOException {
    check();
    long start = System.nanoTime();
    Screen screen = Screen.standard();
    screen.title("Waymark demo: everything runs in this process, nothing leaves the machine");
    try {
      Material material = material();
      return tell(material, screen, start);
    } catch (StepException wrong) {
      return failed(String.valueOf(wrong.getMessage()));
    }
  }

  private int tell(Material material, Screen screen, long start) {
    try (Started started = Started.start(service.options(), service.keeps(), screen);
        Api api = new Api(started.waymark().url())) {
      try {
        new Story(api, screen, material, LogIn.DEMO, Waits.USUAL).tell();
      } catch (StepException wrong) {
        if (started.stopping()) {
          throw new StoppingException();
        }
        return failed(wrong.getMessage() + "; the logs are in " + started.lastingLogs());
      }
      screen.blank();
      screen.line(
          "the whole story took " + Screen.time(Duration.ofNanos(System.nanoTime() - start)));
      if (!once) {
        screen.line("the service stays up; ^C stops it");
        started.stayUp();
        throw new StoppingException();
      }
      return CommandLine.ExitCode.OK;
    }
  }

  private Material material() throws IOException {
    Clock clock = Clock.systemUTC();
    return interactions.isPresent()
        ? OwnMaterial.of(interactions.get(), items, clock)
        : SampleMaterial.until(clock.instant());
  }

  private void check() {
    service.wrong().ifPresent(this::wrongUsage);
    if (items.isPresent() && interactions.isEmpty()) {
      wrongUsage("--items goes with --interactions: the sample data has a catalogue of its own");
    }
    Optional<Path> missing =
        interactions
            .filter(file -> !Files.isRegularFile(file))
            .or(() -> items.filter(file -> !Files.isRegularFile(file)));
    missing.ifPresent(file -> wrongUsage("there is no file " + file));
  }

  private void wrongUsage(String reason) {
    throw new ParameterException(spec.commandLine(), reason);
  }

  private int failed(String reason) {
    spec.commandLine().getErr().println("waymark demo: " + reason);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
