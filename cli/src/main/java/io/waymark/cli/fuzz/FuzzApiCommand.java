package io.waymark.cli.fuzz;

import io.waymark.cli.fuzz.Schemathesis.Outcome;
import io.waymark.cli.fuzz.Schemathesis.Paths;
import io.waymark.cli.fuzz.Schemathesis.Plan;
import io.waymark.embedded.Options;
import io.waymark.embedded.Progress;
import io.waymark.embedded.Waymark;
import io.waymark.embedded.gateway.Gateway;
import io.waymark.localstack.Steps;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Asks the service whatever its own document lets one ask, and more.
@Command(
    name = "fuzz-api",
    description = {
      "Starts the service and has Schemathesis send it made-up requests by its OpenAPI document,",
      "as two roles; every answer is checked against the document. Needs Python 3.11 or later.",
      "Exit codes: 0 no failure, 1 any."
    },
    mixinStandardHelpOptions = true)
public final class FuzzApiCommand implements Callable<Integer> {
  private static final int SHORT_CASES = 2;
  private static final int LONG_CASES = 100;
  private static final List<Long> LONG_SEEDS = List.of(1L, 2L, 3L);

  /// What `--long` promises.
  private static final int LONG_LEAST = 50_000;

  /// A machine that is slow is no failure of the service, and made-up passwords by the hundred
  /// shall not make the runs wait for their own log-ins.
  private static final Map<String, String> PATIENT =
      Map.of(
          "waymark.calls.patience", "2m",
          "waymark.log-ins.free", "1000000",
          "waymark.log-ins.of-account", "1000000",
          "waymark.log-ins.of-address", "1000000");

  /// Limits that one run sets refuse the requests of all others of its tenant, until it removes
  /// them: they are left to whoever is alone there.
  private static final String LIMITS = "/api/v1/rate-limits";

  /// All that an operator reaches beyond a tenant's admin.
  private static final Paths OPERATORS = new Paths("tenants", "/tenants|" + LIMITS);

  private static final String WITH_MUCH_IN_THEM = "/api/v1/(data|items|recommend|trending)";

  /// What an admin reaches, in two of about the same length.
  private static final List<Paths> HALVES =
      List.of(
          new Paths("data", "^" + WITH_MUCH_IN_THEM),
          new Paths("rest", "^(?!" + WITH_MUCH_IN_THEM + "|" + LIMITS + ")"));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--long",
      description = "at least 50,000 cases: three seeds, every operation as each role")
  private boolean whole;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "what the cases follow from, again for more runs (default: 1; --long: 1, 2, 3)")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--cases",
      paramLabel = "N",
      description =
          "made up at random for each operation, beside those its schema asks for (default: "
              + SHORT_CASES
              + "; --long: "
              + LONG_CASES
              + ")")
  private Optional<Integer> cases = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "what Schemathesis prints (default: a new folder for temporary files)")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (cases.isPresent() && cases.get() < 1) {
      throw new ParameterException(spec.commandLine(), "--cases must be from 1 on");
    }
    String home = System.getProperty("waymark.home", "");
    if (home.isEmpty()) {
      throw new IllegalStateException("start this by ./waymark, from Waymark's sources");
    }
    Schemathesis schemathesis = Schemathesis.of(Path.of(home), System.getenv());
    schemathesis.ensure(new Steps(this::say), System.getenv());
    Path folder =
        out.isPresent()
            ? Files.createDirectories(out.get().toAbsolutePath())
            : Files.createTempDirectory("waymark-fuzz-");
    Caller operator = Caller.operator();
    Options options =
        Options.defaults()
            .at(new Gateway.Address(Options.DEFAULT_HOST, 0))
            .with(PATIENT)
            .administeredBy(Optional.of(operator.asOperator()));
    List<Outcome> outcomes = new ArrayList<>();
    try (Waymark waymark = Waymark.start(options, Progress.SILENT)) {
      for (List<Plan> roles : plans(operator)) {
        outcomes.addAll(sideBySide(roles, plan -> run(schemathesis, waymark.url(), plan, folder)));
      }
    }
    return verdict(outcomes);
  }

  private Outcome run(Schemathesis schemathesis, URI url, Plan plan, Path folder)
      throws IOException {
    Outcome outcome = schemathesis.run(url, plan, folder);
    say(
        "%s: %d cases, %s"
            .formatted(
                plan.name(),
                outcome.cases(),
                outcome.passed() ? "no failure" : "failed, see " + outcome.log()));
    return outcome;
  }

  private interface Run {
    Outcome of(Plan plan) throws IOException;
  }

  private static List<Outcome> sideBySide(List<Plan> plans, Run run) throws IOException {
    List<Future<Outcome>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      plans.forEach(plan -> running.add(threads.submit(() -> run.of(plan))));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> each : running) {
      try {
        outcomes.add(each.get());
      } catch (ExecutionException failed) {
        throw new IOException("Schemathesis did not run", failed.getCause());
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IOException("Schemathesis was interrupted", stopped);
      }
    }
    return outcomes;
  }

  /// Those of one seed together.
  private List<List<Plan>> plans(Caller operator) {
    List<Long> chosen = seeds.isEmpty() ? (whole ? LONG_SEEDS : List.of(1L)) : seeds;
    int most = cases.orElse(whole ? LONG_CASES : SHORT_CASES);
    return chosen.stream()
        .map(seed -> whole ? everyOperation(operator, seed, most) : inHalves(operator, seed, most))
        .toList();
  }

  private static List<Plan> everyOperation(Caller operator, long seed, int most) {
    return List.of(
        new Plan(Caller.ADMIN, seed, most, Optional.empty()),
        new Plan(operator, seed, most, Optional.empty()));
  }

  private static List<Plan> inHalves(Caller operator, long seed, int most) {
    return Stream.concat(
            HALVES.stream().map(half -> new Plan(Caller.ADMIN, seed, most, Optional.of(half))),
            Stream.of(new Plan(operator, seed, most, Optional.of(OPERATORS))))
        .toList();
  }

  private int verdict(List<Outcome> outcomes) {
    int all = outcomes.stream().mapToInt(Outcome::cases).sum();
    boolean passed = outcomes.stream().allMatch(Outcome::passed);
    boolean enough = !whole || cases.isPresent() || !seeds.isEmpty() || all >= LONG_LEAST;
    PrintWriter to = spec.commandLine().getOut();
    to.println(
        "%d cases in %d runs, %s"
            .formatted(all, outcomes.size(), passed ? "0 failures" : "failures"));
    if (!enough) {
      to.println("--long is to have at least %d cases".formatted(LONG_LEAST));
    }
    to.flush();
    return passed && enough ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
