package io.waymark.cli;

import io.waymark.model.ModelPackage;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.InteractionRows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
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
      description = "as interactions, optionally with a column weight")
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
    ModelPackage loaded = ModelPackage.read(model, ModelPackage.Limits.DEFAULT);
    InteractionRows rows = InteractionFiles.rows(List.of(histories));
    if (rows.skipped() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "waymark recommend: "
                  + rows.skipped()
                  + " rows without user or item, or with a wrong type, were passed over");
    }
    InteractionMatrix matrix = rows.toMatrix();
    Path parent = out.toAbsolutePath().getParent();
    if (parent == null || Files.isDirectory(out)) {
      throw new UsageException("--out " + out + " must be a file");
    }
    Files.createDirectories(parent);
    Path aside = Files.createTempFile(parent, ".waymark-", ".csv");
    OfflineLists.Summary summary;
    try {
      try (OfflineLists lists = OfflineLists.open(loaded);
          ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr(), false);
          BufferedWriter writer = Files.newBufferedWriter(aside)) {
        summary = lists.write(matrix, count, writer, progress);
      }
      Files.move(aside, out, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
    double seconds = Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("version", loaded.manifest().version().value());
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
}
