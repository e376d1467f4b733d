package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.embedded.DailyPipeline.Result;
import io.waymark.embedded.Options;
import io.waymark.embedded.Progress;
import io.waymark.embedded.Waymark;
import io.waymark.embedded.gateway.Gateway;
import io.waymark.tenancy.TenantId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a deployed stage does once a day, asked for by hand.
@Command(
    name = "pipeline",
    description = "The daily pipeline: collect, judge, train, list, warm.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PipelineCommand.Run.class,
    mixinStandardHelpOptions = true)
public final class PipelineCommand {
  private static final int REFUSED = 3;

  /// Once, now.
  @Command(
      name = "run",
      description = {
        "Starts the service over a data folder, runs the pipeline once, stops.",
        "Exit codes: 0 every tenant trained or unchanged, 1 any failed, 3 any held or refused."
      },
      mixinStandardHelpOptions = true)
  static final class Run implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--tenant",
        paramLabel = "ID",
        description = "this tenant alone (default: all with accepted interactions)")
    private Optional<String> tenant = Optional.empty();

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "the data folder of a service that is stopped (default: an empty one)")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
      tenant.ifPresent(this::check);
      PrintWriter err = spec.commandLine().getErr();
      try (Waymark waymark = Waymark.start(options(data), Progress.SILENT)) {
        List<Result> results =
            waymark.runPipeline(
                tenant,
                (each, stage, outcome) -> {
                  err.println(each + " " + stage + ": " + outcome);
                  err.flush();
                });
        print(spec.commandLine().getOut(), results, json);
        return exitCode(results);
      }
    }

    private void check(String id) {
      try {
        Object _ = new TenantId(id);
      } catch (IllegalArgumentException wrong) {
        throw new ParameterException(
            spec.commandLine(), "--tenant " + id + ": " + wrong.getMessage());
      }
    }
  }

  /// Nobody calls its API: whatever port is free.
  private static Options options(Optional<Path> data) {
    return Options.defaults().at(new Gateway.Address(Options.DEFAULT_HOST, 0)).keeping(data);
  }

  private static void print(PrintWriter out, List<Result> results, boolean json) {
    if (json) {
      ObjectNode report = new ObjectMapper().createObjectNode();
      ArrayNode tenants = report.putArray("tenants");
      results.forEach(
          each ->
              tenants
                  .addObject()
                  .put("tenant_id", each.tenant())
                  .put("outcome", each.outcome().text()));
      out.println(report);
    } else if (results.isEmpty()) {
      out.println("no active tenant has accepted interactions");
    } else {
      results.forEach(
          each -> out.println("%-9s  %s".formatted(each.outcome().text(), each.tenant())));
    }
    out.flush();
  }

  static int exitCode(List<Result> results) {
    int code = ExitCode.OK;
    for (Result each : results) {
      switch (each.outcome()) {
        case TRAINED, UNCHANGED -> {}
        case HELD, REFUSED -> code = code == ExitCode.OK ? REFUSED : code;
        case FAILED -> code = ExitCode.SOFTWARE;
      }
    }
    return code;
  }
}
