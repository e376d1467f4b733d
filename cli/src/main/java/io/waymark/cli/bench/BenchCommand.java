package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.localstack.Folders;
import io.waymark.localstack.Steps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The table of goals with this machine's figures.
@Command(
    name = "bench",
    description = {
      "Measures the engine on this machine, beside its goals and beside other engines, turn by"
          + " turn.",
      "Takes some minutes a row; wants an otherwise quiet machine. docs/reference/bench.md says"
          + " more.",
      "Exit codes: 0 measured, whatever came of it; 1 a row could not be measured."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  private static final int MOST_ROUNDS = 100;
  private static final Path USUAL_PEERS = Path.of("../shared/bench");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "these rows alone")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--peers",
      paramLabel = "FOLDER",
      description =
          "scripts that measure other engines, with requirements.txt (default: ../shared/bench"
              + " beside Waymark's sources, where that is there); needs Python 3.11 or later")
  private Optional<Path> peers = Optional.empty();

  @Option(names = "--no-peers", description = "the engine alone")
  private boolean alone;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "real sets, like ml-1m/train.csv.gz and holdout.csv.gz (default: made-up ones)")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often each side takes its turn (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--small",
      description = "a hundredth of each size: to see that it runs, says nothing of speed")
  private boolean small;

  @Option(names = "--json", paramLabel = "FILE", description = "all of it for programs, too")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw wrong("--rounds must be a whole number of 1 to " + MOST_ROUNDS);
    }
    List<Row> rows = chosen();
    try (Scratch scratch = Scratch.create()) {
      Setting setting =
          new Setting(
              small ? Setting.Scale.SMALL : Setting.Scale.FULL,
              rounds,
              Math.min(2, Runtime.getRuntime().availableProcessors()),
              others(),
              data.map(Path::toAbsolutePath), // the peers run in another folder
              scratch.folder(),
              this::say);
      return measure(rows, setting, scratch) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private boolean measure(List<Row> rows, Setting setting, Scratch scratch) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Machine machine = Machine.now();
    out.println(machine.text());
    if (!setting.scale().isFull()) {
      out.println("at a hundredth of each size: these figures say nothing of speed");
    }
    Report report = new Report(machine, setting);
    write(report);
    boolean whole = true;
    for (Row row : rows) {
      Outcome outcome = outcome(row, setting, scratch);
      whole &= !(outcome instanceof Outcome.Failed);
      report.add(out, row, outcome, Machine.currentLoad());
      write(report);
    }
    return whole;
  }

  /// After each row, so that a stop takes none of those before.
  private void write(Report report) throws IOException {
    if (json.isPresent()) {
      Files.writeString(
          json.get(),
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report.json()));
    }
  }

  /// One row that fails takes none of the others with it, whatever it failed of.
  private Outcome outcome(Row row, Setting setting, Scratch scratch) {
    scratch.goOn();
    try {
      say(row.name());
      return row.measure(setting);
    } catch (IOException | RuntimeException | Error failed) {
      scratch.goOn();
      return Outcome.Failed.of(failed);
    }
  }

  private List<Row> chosen() {
    List<Row> all = Table.rows();
    for (String name : only) {
      if (all.stream().noneMatch(row -> row.name().equals(name))) {
        throw wrong(
            "--only %s is no row; there are %s"
                .formatted(name, all.stream().map(Row::name).collect(Collectors.joining(", "))));
      }
    }
    return only.isEmpty() ? all : all.stream().filter(row -> only.contains(row.name())).toList();
  }

  private Optional<Peers> others() throws IOException {
    if (alone) {
      return Optional.empty();
    }
    Path usual = Path.of(System.getProperty("waymark.home", "")).resolve(USUAL_PEERS).normalize();
    if (peers.isEmpty() && !Files.isDirectory(usual)) {
      say("no peers: " + usual + " is not there");
      return Optional.empty();
    }
    return Optional.of(
        Peers.ensure(
            peers.orElse(usual).toAbsolutePath(),
            Folders.cacheOfUser(System.getenv()).resolve("peers"),
            System.getenv(),
            new Steps(this::say)));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
