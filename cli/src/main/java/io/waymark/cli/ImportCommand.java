package io.waymark.cli;

import io.waymark.cli.demo.RemoteApi;
import io.waymark.cli.imports.Imported;
import io.waymark.cli.imports.Importing;
import io.waymark.cli.imports.Product;
import io.waymark.cli.options.HostOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Turns the exports of other products into files for an upload or a training.
@Command(
    name = "import",
    description = {
      "Maps the exports of another product to files for an upload, and uploads them where --host",
      "names a service. Every row is written or refused, with its line and reason."
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--format",
      required = true,
      description = "whose export: personalize, gorse, metarank, recombee; table: any, with --map")
  private Product format = Product.TABLE;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "new or empty: interactions-1.jsonl.gz and on, items.jsonl.gz, refused.jsonl")
  private Path out = Path.of("");

  @CommandLine.Mixin private HostOption host = new HostOption();

  @Option(
      names = "--type",
      paramLabel = "theirs=ours",
      split = ",",
      description = "what a type of event is here; the usual ones are known")
  private Map<String, String> types = new LinkedHashMap<>();

  @Option(
      names = "--map",
      paramLabel = "theirs=ours",
      split = ",",
      description = "with --format table: a column and the field it is, like ts=timestamp")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV, JSON Lines, a JSON array, Parquet; .gz, .zst")
  private List<Path> files = new ArrayList<>();

  public ImportCommand() {
    this(System.getenv());
  }

  /// @param environment has the credential for `--host`
  public ImportCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    check();
    Optional<URI> service = host.url(spec);
    Imported imported;
    try (OutFolder folder = OutFolder.prepare(out)) {
      imported =
          new Importing(format, types, columns, Clock.systemUTC(), Importing.LONGEST_FILE)
              .run(files, folder.path());
      folder.publish();
    }
    report(imported);
    if (imported.all().rows() == imported.all().refused()) {
      Main.complain(spec.commandLine(), "no row could be taken; " + out.resolve("refused.jsonl"));
      return Main.FAILED;
    }
    service.ifPresent(url -> upload(url, imported));
    return Main.DONE;
  }

  private void check() {
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new UsageException("there is no file " + file);
      }
    }
    if (!columns.isEmpty() && format != Product.TABLE) {
      throw new UsageException("--map goes with --format table; columns of others are known");
    }
  }

  /// The catalogue first, so that interactions are judged beside it.
  private void upload(URI service, Imported imported) {
    try (RemoteApi remote = RemoteApi.at(service, environment, json)) {
      imported.catalogue().ifPresent(file -> remote.upload("items", published(file)));
      imported.interactions().forEach(file -> remote.upload("interactions", published(file)));
    }
  }

  private Path published(Path file) {
    return out.resolve(String.valueOf(file.getFileName()));
  }

  private void report(Imported imported) throws IOException {
    Imported.Read all = imported.all();
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("read", all.rows());
      report.put("interactions", all.events());
      report.put("item_rows", all.itemRows());
      report.put("items", imported.items());
      report.put("refused", all.refused());
      report.put("refused_by_reason", imported.refusedByReason());
      report.put("types", imported.types());
      report.put("left_out", imported.leftOut());
      Reporter.print(to, report);
      return;
    }
    imported.files().forEach(file -> line(to, file));
    if (imported.files().size() > 1) {
      line(to, all);
    }
    section(to, "refused", imported.refusedByReason());
    section(to, "types", imported.types());
    section(to, "left out", imported.leftOut());
    to.println(
        "in %s: %s"
            .formatted(
                out,
                Stream.concat(imported.catalogue().stream(), imported.interactions().stream())
                    .map(file -> String.valueOf(file.getFileName()))
                    .collect(Collectors.joining(", "))));
    to.flush();
  }

  private static void line(PrintWriter to, Imported.Read file) {
    to.println(
        String.format(
            Locale.ROOT,
            "%s: %,d rows read = %,d interactions + %,d of items + %,d refused",
            file.path().getFileName(),
            file.rows(),
            file.events(),
            file.itemRows(),
            file.refused()));
  }

  private static void section(PrintWriter to, String name, Map<String, Long> counts) {
    if (!counts.isEmpty()) {
      to.println(
          name
              + ": "
              + counts.entrySet().stream()
                  .map(each -> String.format(Locale.ROOT, "%s %,d", each.getKey(), each.getValue()))
                  .collect(Collectors.joining(", ")));
    }
  }
}
