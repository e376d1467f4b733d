package io.waymark.cli.audit;

import io.waymark.cli.options.DataOption;
import io.waymark.cli.options.OneOf;
import io.waymark.embedded.services.DataFolder;
import io.waymark.embedded.services.Postgres;
import io.waymark.tenancy.audit.AuditChain;
import io.waymark.tenancy.audit.AuditChain.Verified;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What auditors ask of an installation.
@Command(
    name = "audit",
    description = "The audit log of an installation.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class AuditCommand {
  /// Of the environment, so that no password stands in a list of processes.
  private static final String PASSWORD = "WAYMARK_JDBC_PASSWORD";

  private static final String JDBC = "--jdbc";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      description = {
        "Says whether every entry of every tenant stands as it was written, and the newest of each;",
        "else names the first that does not, with exit code 1.",
        "The database's user must be a member of the role waymark_auditor; its password is",
        "WAYMARK_JDBC_PASSWORD of the environment."
      },
      mixinStandardHelpOptions = true)
  int verify(
      @Mixin DataOption data,
      @Option(
              names = JDBC,
              paramLabel = "URL",
              description = "a PostgreSQL, like jdbc:postgresql://HOST/DATABASE?user=NAME")
          Optional<String> jdbc)
      throws IOException, SQLException {
    OneOf.check(verifying(), DataOption.NAME, JDBC);
    Optional<Path> folder = data.folder();
    Verified verified = folder.isPresent() ? verify(folder.get()) : verify(jdbc);
    PrintWriter out = spec.commandLine().getOut();
    return switch (verified) {
      case Verified.Whole whole -> {
        whole
            .heads()
            .forEach(
                head ->
                    out.println(
                        "%s: %d entries, the newest %s"
                            .formatted(head.tenant(), head.place(), head.hash())));
        out.println("every entry stands as it was written");
        out.flush();
        yield ExitCode.OK;
      }
      case Verified.Broken(String tenant, String entry, String reason) -> {
        PrintWriter err = spec.commandLine().getErr();
        err.println("waymark audit verify: tenant %s: %s %s".formatted(tenant, entry, reason));
        err.flush();
        yield 1;
      }
    };
  }

  private CommandSpec verifying() {
    return Objects.requireNonNull(spec.subcommands().get("verify")).getCommandSpec();
  }

  private Verified verify(Path folder) throws IOException, SQLException {
    if (!Files.exists(folder.resolve("postgresql").resolve("PG_VERSION"))) {
      throw wrong("--data " + folder + " is no data folder of a service that ran");
    }
    try (DataFolder data = DataFolder.open(Optional.of(folder));
        Postgres postgres =
            Postgres.start(
                data.postgresql(),
                Files.createDirectories(data.logs()).resolve("audit.log"),
                true)) {
      return verify(postgres.jdbcUrl(), "postgres");
    }
  }

  private Verified verify(Optional<String> url) throws SQLException {
    String given = url.orElseThrow();
    if (!given.startsWith("jdbc:postgresql:")) {
      throw wrong("--jdbc must begin with jdbc:postgresql:");
    }
    try (Connection connection = DriverManager.getConnection(given, logIn())) {
      return AuditChain.verify(connection);
    }
  }

  private static Verified verify(String url, String user) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, user)) {
      return AuditChain.verify(connection);
    }
  }

  private static Properties logIn() {
    Properties logIn = new Properties();
    Optional.ofNullable(System.getenv(PASSWORD))
        .ifPresent(password -> logIn.setProperty("password", password));
    return logIn;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
