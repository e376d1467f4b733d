package io.waymark.cli;

import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionFiles.Histories;
import io.waymark.training.InteractionMatrix;
import java.io.BufferedWriter;
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

/// Recommends to every user of a file of histories.
@Command(
    name = "recommend",
    description = "Recommends to every user of a file of histories; writes CSV in rank order.",
    mixinStandardHelpOptions = true)
final class RecommendCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(names = "--model", required = true, description = "folder of a model package")
  private Path model = Path.of("");

  @Option(
      names = "--histories",
      required = true,
      description =
          "as interactions, optionally with a column weight, -1000000 to 1000000, that counts"
              + " instead of the type: above 0 a liking, 0 only seen, below 0 not wanted")
  private Path histories = Path.of("");

  @Option(names = "--count", required = true, description = "items per user, 1 to 10000")
  private int count;

  @Option(names = "--out", required = true, description = "CSV: user_id,item_id,rank,score")
  private Path out = Path.of("");

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (count < 1 || count > 10_000) {
      throw new UsageException("--count must be 1 to 10000, not " + count);
    }
    OfflineLists.Summary summary;
    String version;
    try (OutFile file = OutFile.prepare(out);
        OfflineLists lists = open()) {
      Histories read = read();
      summary = write(read, lists, file);
      version = lists.version();
    }
    double seconds = Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("version", version);
      all.put("users", summary.users());
      all.put("users_by_popularity", summary.byPopularity());
      all.put("rows", summary.rows());
      all.put("seconds", seconds);
      Reporter.print(to, all);
    } else {
      to.println(
          "%d users, %d of them by popularity alone, %d rows in %.1f s: %s"
              .formatted(summary.users(), summary.byPopularity(), summary.rows(), seconds, out));
      to.flush();
    }
    return Main.DONE;
  }

  private OfflineLists open() throws IOException {
    if (!Files.isDirectory(model)) {
      throw Failures.about(model, Files.exists(model) ? "is no folder" : "is not there");
    }
    try {
      return OfflineLists.open(ModelPackage.read(model, ModelPackage.Limits.DEFAULT));
    } catch (ModelPackageException damaged) {
      throw Failures.about(model, "is no model package to use: " + damaged.getMessage());
    }
  }

  private OfflineLists.Summary write(Histories read, OfflineLists lists, OutFile file)
      throws IOException {
    InteractionMatrix matrix = read.rows().toMatrix();
    OfflineLists.Summary summary;
    try {
      try (ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr());
          BufferedWriter writer = file.writer()) {
        summary = lists.write(matrix, read.users(), count, writer, progress);
      }
      file.publish();
    } catch (IOException e) {
      throw Failures.notWritten(out, e);
    }
    return summary;
  }

  private Histories read() throws IOException {
    Histories read = new InteractionFiles(Clock.systemUTC()).histories(histories);
    if (read.users().isEmpty()) {
      throw Failures.about(histories, "names no user");
    }
    if (read.rows().passedOver().rows() > 0) {
      Main.complain(spec.commandLine(), histories + ": " + read.rows().passedOver());
    }
    return read;
  }
}
