package io.waymark.loadtests;

import io.waymark.loadtests.LoadScenario.Group;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Puts a service under load and says whether every objective holds.
@Command(
    name = "load-test",
    description = "Puts Waymark under the load its users will, and judges it by objectives.",
    mixinStandardHelpOptions = true)
final class LoadTestCommand implements Callable<Integer> {
  static final int HELD = 0;
  static final int FAILED = 1;
  static final int NOT_HELD = 3;

  /// Set by the launcher: where it stands.
  private static final String LAUNCHER = "waymark.home";

  private static final String MEMORY = "memory";
  private static final String REAL = "real";
  private static final int MOST_USERS = 500;
  private static final int MOST_RATE = 100_000;
  private static final int ATTEMPTS = 100;
  private static final long CHILD_SECONDS = 60;
  private static final Duration LONGEST = Duration.ofHours(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup private Only only = new Only();

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "visitors at the same time, 1 to 500 (default: ${DEFAULT-VALUE})")
  private int users = 100;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "of each scenario, like 20s or 3m (default: 60s)")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "arrivals a second of the open loop (default: ${DEFAULT-VALUE})")
  private int rate = 100;

  @Option(
      names = "--host",
      paramLabel = "URL",
      description = {
        "a service that is up, on this machine; its data gets the load's",
        "log-in: $WAYMARK_EMAIL and $WAYMARK_PASSWORD, or else the sample tenant's",
        "(default: one of its own, on a free port, gone at the end)"
      })
  private Optional<URI> host = Optional.empty();

  @Option(
      names = "--i-own-this-host",
      description = "the load may go to another machine than this one")
  private boolean own;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "write report.json, report.md and index.html here (default: nowhere)")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--json", description = "print one JSON object instead of the table")
  private boolean json;

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      description = "put the report there beside this run's, or all reports in its folders")
  private Optional<Path> compare = Optional.empty();

  @Option(
      names = "--stores",
      paramLabel = "memory|real",
      description = {
        "of the service it starts: memory keeps tables in memory and never waits for the disk,",
        "real keeps everything on it as an installation does (default: ${DEFAULT-VALUE})"
      })
  private String stores = MEMORY;

  @Option(
      names = {"--pipeline-only", "--benchmark-only"},
      description = "not there yet")
  private boolean notThere;

  private final PrintStream out;
  private final Screen screen;

  /// @param out for the result alone
  LoadTestCommand(PrintStream out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  /// At most one of them.
  private static final class Only {
    @Option(
        names = "--api-only",
        description = "visitors, a day's mix, bursts, open loops, log-ins")
    private boolean api;

    @Option(names = "--ml-only", description = "recommendations only")
    private boolean ml;

    @Option(names = "--data-only", description = "bulk read, the event flood")
    private boolean data;

    boolean takes(Group group) {
      boolean all = !(api || ml || data);
      return all
          || switch (group) {
            case API -> api;
            case ML -> ml;
            case DATA -> data;
          };
    }
  }

  /// Seconds or minutes, as a person writes them.
  private static final class Seconds implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,4})(s|m)");

    @Override
    public Duration convert(String text) {
      Matcher time = TIME.matcher(text);
      if (!time.matches()) {
        throw new TypeConversionException("must be seconds or minutes, like 20s or 3m");
      }
      long number = Long.parseLong(time.group(1));
      return time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    }
  }

  static CommandLine commandLine(PrintStream out, Screen screen) {
    CommandLine line = new CommandLine(new LoadTestCommand(out, screen));
    line.setCommandName("waymark load-test");
    line.setExecutionExceptionHandler(
        (failure, command, _) -> {
          if (!(failure instanceof LoadTestException)) {
            throw failure;
          }
          command.getErr().println("waymark load-test: " + failure.getMessage());
          return FAILED;
        });
    line.setParameterExceptionHandler(
        (wrong, _) -> {
          wrong
              .getCommandLine()
              .getErr()
              .println(
                  "waymark load-test: %s (see waymark load-test --help)"
                      .formatted(wrong.getMessage()));
          return CommandLine.ExitCode.USAGE;
        });
    return line;
  }

  @Override
  public Integer call() throws IOException {
    wrong()
        .ifPresent(
            reason -> {
              throw new ParameterException(spec.commandLine(), reason);
            });
    Path temporary = Files.createTempDirectory("waymark-load-test-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(temporary), "waymark-clean"));
    String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    Report made =
        host.isPresent() ? onHost(host.get(), run, temporary) : onEmbedded(run, temporary);
    Report report =
        compare.map(folder -> made.comparedWith(Comparison.of(made, folder))).orElse(made);
    output.ifPresent(folder -> LoadTest.write(report, folder));
    out.print(json ? new JsonReport(report).text() + "\n" : "\n" + report.text());
    out.flush();
    return exitCode(report);
  }

  static int exitCode(Report report) {
    return report.held() ? HELD : NOT_HELD;
  }

  private Report onHost(URI base, String run, Path temporary) {
    try (Server server = new Server(base, Optional.empty())) {
      return report(
          setting(base, "the service's own"), server, LogIn.of(System.getenv()), run, temporary);
    }
  }

  private Report onEmbedded(String run, Path temporary) {
    String launcher =
        home()
            .map(folder -> folder.resolve("waymark").toString())
            .orElseThrow(
                () -> new LoadTestException("start it by ./waymark load-test, or name a --host"));
    screen.step("Start the service");
    LogIn admin = LogIn.made("platform");
    Optional<Path> data =
        stores.equals(REAL) ? Optional.of(temporary.resolve("data")) : Optional.empty();
    try (Embedded embedded = Embedded.start(List.of(launcher), data, admin);
        Server server = new Server(embedded.url(), Optional.of(embedded::collectGarbage))) {
      screen.line("listens on " + embedded.url());
      return report(setting(embedded.url(), storesInWords()), server, admin, run, temporary);
    }
  }

  private Report report(Setting setting, Server server, LogIn logIn, String run, Path temporary) {
    screen.step("Fill it");
    URI base = URI.create(setting.host());
    try (Seeding seeding =
        Seeding.seed(base, logIn, run, ShopData.INTERACTIONS, temporary, screen)) {
      List<LoadScenario> chosen =
          new Scenarios(users, rate, duration)
              .all().stream().filter(scenario -> only.takes(scenario.group())).toList();
      return new LoadTest(seeding.target(), server, run, temporary, screen)
          .run(Scenarios.warmUp(), chosen, setting);
    }
  }

  private Setting setting(URI base, String storesInWords) {
    return new Setting(
        Instant.now(),
        base.toString(),
        storesInWords,
        "./waymark load-test "
            + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
        Setting.Machine.here(home()));
  }

  private String storesInWords() {
    return stores.equals(REAL)
        ? "real: PostgreSQL, DynamoDB Local and S3's stand-in, all on disk"
        : "memory: DynamoDB Local in memory, PostgreSQL that does not wait for the disk, S3's"
            + " stand-in in temporary files";
  }

  private static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty(LAUNCHER)).map(Path::of);
  }

  private Optional<String> wrong() {
    if (notThere) {
      return Optional.of("--pipeline-only and --benchmark-only are not there yet");
    }
    if (!stores.equals(MEMORY) && !stores.equals(REAL)) {
      return Optional.of("--stores must be memory or real");
    }
    if (compare.isPresent() && !Files.isDirectory(compare.get())) {
      return Optional.of("--compare must be a folder with a report.json: " + compare.get());
    }
    if (users < 1 || users > MOST_USERS) {
      return Optional.of("--users must be from 1 to " + MOST_USERS);
    }
    if (rate < 1 || rate > MOST_RATE) {
      return Optional.of("--rate must be from 1 to " + MOST_RATE);
    }
    if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      return Optional.of("--duration must be from 1s to 60m");
    }
    if (own && host.isEmpty()) {
      return Optional.of("--i-own-this-host goes with --host");
    }
    return host.flatMap(url -> Target.refusal(url, own));
  }

  /// After our children have ended, whose data may be in it.
  private static void clean(Path temporary) {
    ProcessHandle.current()
        .children()
        .forEach(
            child ->
                child.onExit().completeOnTimeout(child, CHILD_SECONDS, TimeUnit.SECONDS).join());
    delete(temporary);
  }

  /// Gatling may write on for a moment while a stop ends the process.
  private static void delete(Path folder) {
    for (int attempt = 1; attempt <= ATTEMPTS && Files.exists(folder); attempt++) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException e) {
        Thread.onSpinWait();
      }
    }
  }
}
