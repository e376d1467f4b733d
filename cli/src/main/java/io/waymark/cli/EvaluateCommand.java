package io.waymark.cli;

import io.waymark.training.IdFiles;
import io.waymark.training.Metrics;
import io.waymark.training.PassedOver;
import io.waymark.training.RankedLists;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures ranked lists against held-out items.
@Command(
    name = "evaluate",
    description = "Measures recommendations against held-out interactions.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--recommendations",
      required = true,
      description = "user_id, item_id, and rank or score (else in the order of the file)")
  private Path recommendations = Path.of("");

  @Option(names = "--holdout", required = true, description = "user_id, item_id")
  private Path holdout = Path.of("");

  @Option(names = "--k", split = ",", defaultValue = "10,20,50,100")
  private List<Integer> cutoffs = List.of();

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (cutoffs.isEmpty() || cutoffs.stream().anyMatch(each -> each < 1 || each > 10_000)) {
      throw new UsageException("--k must be whole numbers of 1 to 10000, like 10,20");
    }
    List<Integer> distinct = cutoffs.stream().distinct().sorted().toList();
    RankedLists lists = new RankedLists();
    note(holdout, IdFiles.readRanked(holdout, (user, item, _) -> lists.hold(user, item)));
    note(recommendations, IdFiles.readRanked(recommendations, lists::recommend));
    Metrics metrics = lists.measure(distinct);
    if (metrics.users() == 0) {
      throw new IOException(holdout + " holds no user");
    }
    SortedMap<String, SortedMap<String, Object>> byCutoff = Reporter.byCutoff(metrics.byName());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>(byCutoff);
      all.put("users", metrics.users());
      all.put("users_without_list", lists.usersWithoutList());
      all.put("duplicates_dropped", lists.duplicates());
      Reporter.print(out, all);
    } else {
      out.println(
          "%d users, %d without a list, %d repeated items dropped"
              .formatted(metrics.users(), lists.usersWithoutList(), lists.duplicates()));
      Reporter.table(out, byCutoff);
    }
    return Main.DONE;
  }

  private void note(Path file, PassedOver rows) {
    if (rows.rows() > 0) {
      Main.complain(spec.commandLine(), file + ": " + rows);
    }
  }
}
