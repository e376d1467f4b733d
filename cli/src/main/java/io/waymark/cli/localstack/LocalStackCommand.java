package io.waymark.cli.localstack;

import io.waymark.localstack.Deployment;
import io.waymark.localstack.Folders;
import io.waymark.localstack.LocalStack;
import io.waymark.localstack.LocalStackException;
import io.waymark.localstack.Outputs;
import io.waymark.localstack.State;
import io.waymark.localstack.Steps;
import io.waymark.localstack.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// LocalStack by Docker or without it, and the stacks of `infra/cdk` on it.
@Command(
    name = "localstack",
    description = "The stacks of infra/cdk on LocalStack, by Docker or without it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class LocalStackCommand {
  private static final String PORT = "4566";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      description = "Starts LocalStack and PostgreSQL, and leaves them running.",
      mixinStandardHelpOptions = true)
  int up(
      @Option(
              names = "--port",
              paramLabel = "N",
              defaultValue = PORT,
              description = "where it listens without Docker (default: ${DEFAULT-VALUE})")
          int port) {
    State state = localStack().up(port);
    PrintWriter out = spec.commandLine().getOut();
    out.println("endpoint  " + state.endpoint());
    out.println("stacks    ./waymark localstack deploy");
    out.println("stop      ./waymark localstack down");
    out.flush();
    return 0;
  }

  @Command(
      description = "Deploys the stacks, or brings them up to date; starts LocalStack if need be.",
      mixinStandardHelpOptions = true)
  int deploy(
      @Option(
              names = {"-c", "--context"},
              paramLabel = "KEY=VALUE",
              description = "a setting of the CDK app")
          Map<String, String> settings) {
    State state = localStack().up(Integer.parseInt(PORT));
    Map<String, String> given = new LinkedHashMap<>();
    if (settings != null) {
      given.putAll(settings);
    }
    Outputs outputs = new Deployment(folders(), state, steps()).deploy(given);
    PrintWriter out = spec.commandLine().getOut();
    out.println("API       " + Deployment.restUrl(state.endpoint(), outputs));
    out.println("stop      ./waymark localstack down");
    out.flush();
    return 0;
  }

  @Command(
      description =
          "Starts LocalStack, deploys the stacks, runs their tests and ends it; one that was up stays up.",
      mixinStandardHelpOptions = true)
  int test(
      @Option(
              names = "--without-kills",
              description =
                  "leave out the cases that kill functions: they can be where LocalStack is a process of this machine only")
          boolean withoutKills,
      @Parameters(
              paramLabel = "CLASS",
              arity = "0..*",
              description = "only these test classes, by simple name")
          List<String> classes)
      throws IOException {
    return new Suite(
            folders(),
            System.getenv(),
            steps(),
            withoutKills ? Suite.Cases.WITHOUT_KILLS : Suite.Cases.ALL)
        .run(Integer.parseInt(PORT), classes == null ? List.of() : classes);
  }

  @Command(
      description = "Ends LocalStack and everything that came with it.",
      mixinStandardHelpOptions = true)
  int down() {
    boolean was = localStack().down();
    steps().say(was ? "LocalStack has ended" : "there was no LocalStack");
    return 0;
  }

  private LocalStack localStack() {
    return new LocalStack(folders(), System.getenv(), steps());
  }

  private Steps steps() {
    PrintWriter err = spec.commandLine().getErr();
    return new Steps(
        line -> {
          err.println(line);
          err.flush();
        });
  }

  private static Folders folders() {
    String home = System.getProperty("waymark.home", "");
    if (home.isEmpty()) {
      throw new LocalStackException("start this by ./waymark, from Waymark's sources");
    }
    return Folders.of(Path.of(home), System.getenv());
  }
}
