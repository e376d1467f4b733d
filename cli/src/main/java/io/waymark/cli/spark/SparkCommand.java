package io.waymark.cli.spark;

import io.waymark.training.AcceptedFile;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionRows;
import io.waymark.training.TrainingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Learns vectors by Spark, and leaves it to `train --vectors` to make a model of them.
@Command(
    name = "spark",
    description =
        "Learns vectors by Spark MLlib on this machine, for train --vectors; downloads Spark once.",
    mixinStandardHelpOptions = true)
public final class SparkCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--interactions",
      required = true,
      description = "a file as it would be uploaded: user_id, item_id and more")
  private Path interactions = Path.of("");

  @Option(names = "--out", required = true, description = "folder of the vectors; new")
  private Path out = Path.of("");

  @Option(names = "--seed", defaultValue = "" + TrainingOptions.DEFAULT_SEED)
  private long seed = TrainingOptions.DEFAULT_SEED;

  @Option(
      names = "--set",
      paramLabel = "name=value",
      description = "factors, alpha, lambda, iterations, weights; searched where not set")
  private Map<String, String> set = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (Files.exists(out)) {
      throw new IOException("--out " + out + " is there already; it must be a new folder");
    }
    SparkJob job = SparkJob.here(err);
    Path accepted = Files.createTempFile("waymark-", ".parquet");
    try {
      InteractionRows rows;
      try (AcceptedFile file = new AcceptedFile(accepted)) {
        rows = new InteractionFiles(Clock.systemUTC()).rows(interactions, file::add);
      }
      if (rows.passedOver().rows() > 0) {
        err.println(interactions + ": " + rows.passedOver());
      }
      job.run(accepted, out, seed, set, Runtime.getRuntime().availableProcessors());
    } finally {
      Files.deleteIfExists(accepted);
    }
    spec.commandLine().getOut().println(out);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
