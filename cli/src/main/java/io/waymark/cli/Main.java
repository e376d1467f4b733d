package io.waymark.cli;

import io.waymark.cli.audit.AuditCommand;
import io.waymark.cli.bench.BenchCommand;
import io.waymark.cli.cost.CostCommand;
import io.waymark.cli.demo.DemoCommand;
import io.waymark.cli.demo.PipelineCommand;
import io.waymark.cli.demo.UpCommand;
import io.waymark.cli.fuzz.FuzzApiCommand;
import io.waymark.cli.localstack.LocalStackCommand;
import io.waymark.cli.replay.ReplayCommand;
import io.waymark.cli.spark.SparkCommand;
import io.waymark.cli.transfer.TenantCommand;
import io.waymark.embedded.StoppingException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `waymark`: starts the subcommand that was asked for. Exit codes: 0 done, 1 failed, 2 wrong
/// usage, 3 refused by a gate; stopped by a signal: 128 and the signal's number.
@Command(
    name = "waymark",
    description = "Recommendations for every tenant of a SaaS.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "waymark 0.1.0")
public final class Main implements Runnable {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int REFUSED = 3;

  /// In the order of the help text.
  private static final List<Supplier<Object>> COMMANDS =
      List.of(
          DemoCommand::new, //
          UpCommand::new,
          ImportCommand::new, //
          TrainCommand::new, //
          SparkCommand::new, //
          RecommendCommand::new, //
          EvaluateCommand::new, //
          PipelineCommand::new, //
          ReplayCommand::new, //
          TenantCommand::new, //
          AuditCommand::new, //
          CostCommand::new,
          BenchCommand::new,
          FuzzApiCommand::new,
          LocalStackCommand::new);

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(run(commandLine(), arguments));
  }

  static int run(CommandLine line, String... arguments) {
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError full) {
      complain(line, Failures.text(full));
      return FAILED;
    }
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    COMMANDS.forEach(command -> line.addSubcommand(command.get()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, _) -> {
          if (failure instanceof StoppingException) {
            return stopped();
          }
          complain(command, Failures.text(failure));
          return failure instanceof UsageException ? WRONG_USAGE : FAILED;
        });
    line.setParameterExceptionHandler(
        (wrong, _) -> {
          CommandLine command = wrong.getCommandLine();
          complain(
              command,
              "%s (see %s --help)"
                  .formatted(Failures.text(wrong), command.getCommandSpec().qualifiedName()));
          return WRONG_USAGE;
        });
    return line;
  }

  /// The process ends by the signal that stopped it, with the code that belongs to the signal.
  private static int stopped() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FAILED;
  }

  /// One line on standard error.
  static void complain(CommandLine command, String text) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + text);
    err.flush();
  }

  /// Without a subcommand: what there is.
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
