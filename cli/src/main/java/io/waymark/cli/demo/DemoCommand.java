package io.waymark.cli.demo;

import io.waymark.embedded.StoppingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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

  @Option(
      names = "--service",
      paramLabel = "URL",
      description = {
        "tell it on the service there, as of a stage on AWS; the environment has the operator's",
        "WAYMARK_PLATFORM_EMAIL and WAYMARK_PLATFORM_PASSWORD, or WAYMARK_EMAIL and",
        "WAYMARK_PASSWORD of a tenant's admin"
      })
  private Optional<URI> elsewhere = Optional.empty();

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description = "the tenant that the operator makes there (default: demo)")
  private Optional<String> tenant = Optional.empty();

  private final Map<String, String> environment;
  private final Supplier<Screen> screens;

  public DemoCommand() {
    this(System.getenv(), Screen::standard);
  }

  DemoCommand(Map<String, String> environment, Supplier<Screen> screens) {
    this.environment = Map.copyOf(environment);
    this.screens = screens;
  }

  @Override
  public Integer call() throws IOException {
    check();
    long start = System.nanoTime();
    Screen screen = screens.get();
    try {
      if (elsewhere.isPresent()) {
        screen.title("Waymark demo on " + elsewhere.get());
        tellThere(elsewhere.get(), material(), screen);
        finish(screen, start);
        return CommandLine.ExitCode.OK;
      }
      screen.title("Waymark demo: everything runs in this process, nothing leaves the machine");
      return tell(material(), screen, start);
    } catch (StepException wrong) {
      return failed(String.valueOf(wrong.getMessage()));
    }
  }

  private void tellThere(URI service, Material material, Screen screen) {
    try (Api api = new Api(service)) {
      LogIn teller = Teller.of(api, environment, tenant.orElse("demo"), screen);
      new Story(api, screen, material, teller, Addresses.DEPLOYED, Waits.FAR).tell();
    }
  }

  private static void finish(Screen screen, long start) {
    screen.blank();
    screen.line("the whole story took " + Screen.time(Duration.ofNanos(System.nanoTime() - start)));
  }

  private int tell(Material material, Screen screen, long start) {
    try (Started started = Started.start(service.options(), service.keeps(), screen);
        Api api = new Api(started.waymark().url())) {
      try {
        new Story(api, screen, material, LogIn.DEMO, Addresses.EMBEDDED, Waits.USUAL).tell();
      } catch (StepException wrong) {
        if (started.stopping()) {
          throw new StoppingException();
        }
        return failed(wrong.getMessage() + "; the logs are in " + started.lastingLogs());
      }
      finish(screen, start);
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
    elsewhere.ifPresent(this::check);
    if (tenant.isPresent() && elsewhere.isEmpty()) {
      wrongUsage("--tenant goes with --service: the service in this process has the tenant demo");
    }
    if (items.isPresent() && interactions.isEmpty()) {
      wrongUsage("--items goes with --interactions: the sample data has a catalogue of its own");
    }
    Optional<Path> missing =
        interactions
            .filter(file -> !Files.isRegularFile(file))
            .or(() -> items.filter(file -> !Files.isRegularFile(file)));
    missing.ifPresent(file -> wrongUsage("there is no file " + file));
  }

  private void check(URI there) {
    if (there.getScheme() == null || there.getHost() == null) {
      wrongUsage("--service " + there + " must be like https://api.example.com");
    }
    ParseResult given = spec.commandLine().getParseResult();
    for (String ofThisProcess : List.of("--port", "--host", "--data")) {
      if (given.hasMatchedOption(ofThisProcess)) {
        wrongUsage(ofThisProcess + " does not go with --service, which starts nothing here");
      }
    }
  }

  private void wrongUsage(String reason) {
    throw new ParameterException(spec.commandLine(), reason);
  }

  private int failed(String reason) {
    spec.commandLine().getErr().println("waymark demo: " + reason);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
