package io.waymark.cli;

import io.waymark.training.Baselines;
import io.waymark.training.IdFiles;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionRows;
import io.waymark.training.PassedOver;
import io.waymark.training.RankedLists;
import io.waymark.training.RankedLists.Measured;
import io.waymark.training.UserMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures ranked lists against held-out items, beside the simplest recommenders there are, and
/// says how sure the figures are.
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

  @Option(
      names = "--interactions",
      description =
          "what the lists were learned from: adds popularity and item neighbours beside them,"
              + " novelty, and figures by how many items users met")
  private Optional<Path> interactions = Optional.empty();

  @Option(
      names = "--against",
      description = "other lists for the same holdout: adds a paired test, user by user")
  private Optional<Path> against = Optional.empty();

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
    RankedLists held = new RankedLists();
    note(holdout, IdFiles.readRanked(holdout, (user, item, _) -> held.hold(user, item)));
    RankedLists lists = lists(held, recommendations);
    if (lists.users().isEmpty()) {
      throw new IOException(holdout + " holds no user");
    }
    Optional<Baselines> baselines = baselines();
    RankedLists.Commonness commonness =
        baselines.map(Baselines::commonness).orElse(RankedLists.Commonness.UNKNOWN);
    Measured measured = lists.measure(distinct, commonness);
    Report report = new Report(measured, lists, distinct, commonness);
    if (against.isPresent()) {
      report.against(lists(held, against.orElseThrow()).measure(distinct, commonness));
    }
    baselines.ifPresent(report::beside);
    report.print(spec.commandLine().getOut(), json);
    if (baselines.isEmpty()) {
      Main.complain(
          spec.commandLine(),
          "without --interactions, popularity and item neighbours are not beside these figures");
    }
    return Main.DONE;
  }

  private RankedLists lists(RankedLists held, Path file) throws IOException {
    RankedLists lists = held.withoutLists();
    note(file, IdFiles.readRanked(file, lists::recommend));
    return lists;
  }

  private Optional<Baselines> baselines() throws IOException {
    if (interactions.isEmpty()) {
      return Optional.empty();
    }
    InteractionRows rows = new InteractionFiles(Clock.systemUTC()).rows(interactions.orElseThrow());
    note(interactions.orElseThrow(), rows.passedOver());
    if (rows.read() == 0) {
      throw Failures.about(
          interactions.orElseThrow(), "has no row that counts: " + rows.passedOver());
    }
    return Optional.of(new Baselines(rows.toMatrix()));
  }

  private void note(Path file, PassedOver rows) {
    if (rows.rows() > 0) {
      Main.complain(spec.commandLine(), file + ": " + rows);
    }
  }

  /// What is told, piece by piece.
  private static final class Report {
    private final Measured measured;
    private final RankedLists lists;
    private final List<Integer> cutoffs;
    private final RankedLists.Commonness commonness;
    private final Map<String, Object> more = new LinkedHashMap<>();
    private final Map<String, SortedMap<String, SortedMap<String, Object>>> tables =
        new LinkedHashMap<>();

    Report(
        Measured measured,
        RankedLists lists,
        List<Integer> cutoffs,
        RankedLists.Commonness commonness) {
      this.measured = measured;
      this.lists = lists;
      this.cutoffs = cutoffs;
      this.commonness = commonness;
    }

    /// The other lists, and what each user has of these instead.
    void against(Measured other) {
      Map<String, Object> told = new LinkedHashMap<>(figures(other));
      Map<String, Map<String, Object>> differences = new LinkedHashMap<>();
      SortedMap<String, Double> table = new TreeMap<>();
      for (String name : measured.byUser().names()) {
        UserMetrics.Difference difference = measured.byUser().over(other.byUser(), name);
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("mean", difference.mean());
        one.put("ci95", difference.margin());
        one.put("p", difference.p());
        one.put("better", difference.better());
        one.put("worse", difference.worse());
        String[] parts = name.split("@", 2);
        differences.computeIfAbsent(parts[0], _ -> new LinkedHashMap<>()).put(parts[1], one);
        table.put(parts[0] + " +@" + parts[1], difference.mean());
        table.put(parts[0] + " p@" + parts[1], difference.p());
      }
      told.put("difference", differences);
      more.put("against", told);
      tables.put("less the other lists", Reporter.byCutoff(table));
    }

    void beside(Baselines baselines) {
      Map<String, Object> told = new LinkedHashMap<>();
      int most = cutoffs.getLast();
      int threads = Runtime.getRuntime().availableProcessors();
      for (String name : Baselines.names()) {
        RankedLists simple = lists.withoutLists();
        baselines.recommend(name, lists.users(), most, threads, simple::recommend);
        Measured figures = simple.measure(cutoffs, commonness);
        told.put(name, figures(figures));
        tables.put(name, Reporter.byCutoff(figures.metrics().byName()));
      }
      more.put("baselines", told);
      Map<String, Object> segments = new LinkedHashMap<>();
      for (String segment : Baselines.SEGMENTS) {
        Predicate<String> users = user -> baselines.segment(user).equals(segment);
        int count = measured.byUser().estimate(measured.byUser().names().getFirst(), users).users();
        if (count > 0) {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("users", count);
          one.putAll(Reporter.byCutoff(estimates(users, false)));
          one.put("ci95", Reporter.byCutoff(estimates(users, true)));
          segments.put(segment, one);
          tables.put(
              "users who met " + segment + " items (" + count + ")",
              Reporter.byCutoff(estimates(users, false)));
        }
      }
      more.put("segments", segments);
    }

    private static Map<String, Object> figures(Measured of) {
      return new LinkedHashMap<>(Reporter.byCutoff(of.metrics().byName()));
    }

    private SortedMap<String, Double> estimates(Predicate<String> users, boolean margins) {
      SortedMap<String, Double> estimates = new TreeMap<>();
      for (String name : measured.byUser().names()) {
        UserMetrics.Estimate estimate = measured.byUser().estimate(name, users);
        estimates.put(name, margins ? estimate.margin() : estimate.mean());
      }
      return estimates;
    }

    void print(PrintWriter out, boolean json) throws IOException {
      int users = measured.metrics().users();
      if (json) {
        Map<String, Object> all = figures(measured);
        all.put("users", users);
        all.put("users_without_list", lists.usersWithoutList());
        all.put("duplicates_dropped", lists.duplicates());
        all.put("ci95", Reporter.byCutoff(estimates(_ -> true, true)));
        all.putAll(more);
        Reporter.print(out, all);
        return;
      }
      out.println(
          "%d users, %d without a list, %d repeated items dropped"
              .formatted(users, lists.usersWithoutList(), lists.duplicates()));
      Reporter.table(out, Reporter.byCutoff(measured.metrics().byName()));
      out.println("to either side, with 95 % confidence");
      Reporter.table(out, Reporter.byCutoff(estimates(_ -> true, true)));
      tables.forEach(
          (name, table) -> {
            out.println(name);
            Reporter.table(out, table);
          });
    }
  }
}
