package io.waymark.cli.transfer;

import io.waymark.cli.options.DataOption;
import io.waymark.cli.options.OneOf;
import io.waymark.cli.replay.GivenUpBatches;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
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
  /// Which installation: an embedded one, or a deployed one, reached with the AWS credentials of
  /// the environment.
  static final class Where {
    private static final String STAGE = "--stage";

    @Mixin private DataOption data = new DataOption();

    @Option(names = STAGE, paramLabel = "NAME", description = "of a deployed stage, like prod")
    private String stage = "";

    @Option(names = "--account", paramLabel = "ID", description = "of AWS; goes with --stage")
    private String account = "";

    @Option(names = "--region", paramLabel = "NAME", description = "of AWS; goes with --stage")
    private String region = "";

    @Option(names = "--tenant", required = true, paramLabel = "ID", description = "whose")
    private String tenant = "";

    private Installation deployed(CommandSpec spec) {
      if (account.isEmpty() || region.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), STAGE + " needs --account and --region beside it");
      }
      try {
        return new Installation(stage, account, region);
      } catch (IllegalArgumentException wrong) {
        throw new ParameterException(spec.commandLine(), STAGE + ": " + wrong.getMessage());
      }
    }

    private TenantId tenant(CommandSpec spec) {
      try {
        return new TenantId(tenant);
      } catch (IllegalArgumentException wrong) {
        throw new ParameterException(
            spec.commandLine(), "--tenant " + tenant + ": " + wrong.getMessage());
      }
    }
  }

  /// What is done with the place.
  private interface Work {
    Moved in(Place place) throws IOException;
  }

  private static int run(CommandSpec spec, Where where, Work work) throws IOException {
    OneOf.check(spec, DataOption.NAME, Where.STAGE);
    Optional<Path> data = where.data.folder();
    Moved moved =
        data.isPresent() ? embedded(data.get(), work) : deployed(where.deployed(spec), work);
    PrintWriter out = spec.commandLine().getOut();
    moved.counts().forEach((what, count) -> out.println("%,10d  %s".formatted(count, what)));
    moved
        .leftOut()
        .forEach(
            (what, count) ->
                out.println("%,10d  %s: left out, see the how-to".formatted(count, what)));
    out.flush();
    return ExitCode.OK;
  }

  private static Moved embedded(Path data, Work work) throws IOException {
    try (Stores stores = Stores.open(data)) {
      return work.in(
          new Place(stores.installation(), stores.dynamo(), stores.s3(), GivenUpBatches.of(data)));
    }
  }

  private static Moved deployed(Installation installation, Work work) throws IOException {
    Region region = Region.of(installation.region());
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
      return work.in(new Place(installation, dynamo, s3, GivenUpBatches.of(s3, installation)));
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

    @Mixin private Where where = new Where();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "new or empty")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
      TenantId id = where.tenant(spec);
      if (Files.exists(out) && !empty(out)) {
        throw new ParameterException(spec.commandLine(), "--out " + out + " is not empty");
      }
      where
          .data
          .folder()
          .filter(data -> !Files.exists(data.resolve("VERSION")))
          .ifPresent(
              data -> {
                throw new ParameterException(
                    spec.commandLine(),
                    "--data " + data + " is no data folder of a service that ran");
              });
      return run(spec, where, place -> new TenantExport(id, out).write(place, Instant.now()));
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

    @Mixin private Where where = new Where();

    @Parameters(paramLabel = "DIR", description = "what was exported")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
      TenantId id = where.tenant(spec);
      return run(spec, where, place -> new TenantImport(id, folder).read(place));
    }
  }
}
