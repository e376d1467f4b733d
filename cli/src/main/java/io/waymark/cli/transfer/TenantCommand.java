package io.waymark.cli.transfer;

import io.waymark.embedded.Stores;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Moves a whole tenant between installations.
@Command(
    name = "tenant",
    description = "A whole tenant: export it from an installation, import it into another.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TenantCommand.Export.class, TenantCommand.Import.class},
    mixinStandardHelpOptions = true)
public final class TenantCommand {
  /// Which installation.
  static final class Where {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "the data folder of an embedded service that is stopped")
    private Optional<Path> data = Optional.empty();

    @ArgGroup(exclusive = false)
    private Optional<Stage> stage = Optional.empty();
  }

  /// A deployed one, reached with the AWS credentials of the environment.
  static final class Stage {
    @Option(names = "--stage", required = true, paramLabel = "NAME", description = "like prod")
    private String name = "";

    @Option(names = "--account", required = true, paramLabel = "ID", description = "of AWS")
    private String account = "";

    @Option(names = "--region", required = true, paramLabel = "NAME", description = "of AWS")
    private String region = "";
  }

  /// What is done with the place.
  private interface Work {
    TenantFiles.Moved in(Place place) throws IOException;
  }

  private static int run(CommandSpec spec, Where where, Work work) throws IOException {
    TenantFiles.Moved moved =
        where.data.isPresent()
            ? embedded(where.data.get(), work)
            : deployed(where.stage.orElseThrow(), work);
    PrintWriter out = spec.commandLine().getOut();
    moved.counts().forEach((what, count) -> out.println("%,10d  %s".formatted(count, what)));
    out.flush();
    return ExitCode.OK;
  }

  private static TenantFiles.Moved embedded(Path data, Work work) throws IOException {
    try (Stores stores = Stores.open(data)) {
      return work.in(new Place(stores.installation(), stores.dynamo(), stores.s3()));
    }
  }

  private static TenantFiles.Moved deployed(Stage stage, Work work) throws IOException {
    Region region = Region.of(stage.region);
    try (DynamoDbClient dynamo =
            DynamoDbClient.builder()
                .region(region)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        S3Client s3 =
            S3Client.builder()
                .region(region)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
      return work.in(
          new Place(new Installation(stage.name, stage.account, stage.region), dynamo, s3));
    }
  }

  private static TenantId tenant(CommandSpec spec, String id) {
    try {
      return new TenantId(id);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          spec.commandLine(), "--tenant " + id + ": " + wrong.getMessage());
    }
  }

  /// Out of an installation.
  @Command(
      name = "export",
      description = {
        "Writes a tenant's events, users, catalogue, models, uploads and quality thresholds into a",
        "folder. Nothing may come in for it meanwhile."
      },
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(names = "--tenant", required = true, paramLabel = "ID", description = "whose")
    private String tenant = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "new or empty")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
      TenantId id = tenant(spec, tenant);
      if (Files.exists(out) && !empty(out)) {
        throw new ParameterException(spec.commandLine(), "--out " + out + " is not empty");
      }
      return run(spec, where, place -> new TenantFiles(id, out).write(place, Instant.now()));
    }

    private static boolean empty(Path folder) throws IOException {
      if (!Files.isDirectory(folder)) {
        return false;
      }
      try (Stream<Path> files = Files.list(folder)) {
        return files.findAny().isEmpty();
      }
    }
  }

  /// Into another.
  @Command(
      name = "import",
      description = {
        "Puts an exported tenant into an installation where it has nothing yet, under its id. The",
        "tenant itself, its members, keys and rate limits are made there as ever."
      },
      mixinStandardHelpOptions = true)
  static final class Import implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(names = "--tenant", required = true, paramLabel = "ID", description = "whose")
    private String tenant = "";

    @Parameters(paramLabel = "DIR", description = "what was exported")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
      TenantId id = tenant(spec, tenant);
      return run(spec, where, place -> new TenantFiles(id, folder).read(place));
    }
  }
}
