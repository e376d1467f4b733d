package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.services.DataFolder;
import io.waymark.embedded.services.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit log of an installation, on its real schema.
class AuditTest {
  private static final Path MIGRATIONS =
      Path.of("..", "functions", "auth", "src", "main", "resources", "db", "migration");

  @TempDir private Path folder;

  @Test
  void namesTheFirstEntryThatDoesNotStandAsItWasWritten() throws IOException, SQLException {
    Path data = folder.resolve("data");
    String entry =
        "INSERT INTO audit_log (tenant_id, at, actor, source, action, target)"
            + " VALUES ('shop', now(), 'eve', '203.0.113.7', 'thing.made', 't');";
    on(data, Stream.concat(migrations().stream(), Stream.of(entry + entry)).toList());
    Waymark whole = Waymark.run("audit", "verify", "--data", data);
    assertThat(whole.exit()).as(whole.err()).isZero();
    assertThat(whole.out())
        .containsPattern("shop: 2 entries, the newest [0-9a-f]{64}\n")
        .endsWith("every entry stands as it was written\n");

    on(data, List.of("UPDATE audit_log SET actor = 'adam' WHERE id = 2"));
    Waymark broken = Waymark.run("audit", "verify", "--data", data);
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.err())
        .startsWith("waymark audit verify: tenant shop: entry 2 (id 2) was changed");
  }

  @Test
  void wantsToKnowWhereTheLogIs() {
    Path nothing = folder.resolve("nothing");
    for (Waymark wrong :
        List.of(
            Waymark.run("audit", "verify"),
            Waymark.run("audit", "verify", "--data", nothing, "--jdbc", "jdbc:postgresql://x/y"),
            Waymark.run("audit", "verify", "--jdbc", "mysql"),
            Waymark.run("audit", "verify", "--data", nothing))) {
      assertThat(wrong.exit()).as(wrong.err()).isEqualTo(Main.WRONG_USAGE);
    }
    assertThat(nothing).doesNotExist();
  }

  private static void on(Path folder, List<String> statements) throws IOException, SQLException {
    try (DataFolder data = DataFolder.open(Optional.of(folder));
        Postgres postgres =
            Postgres.start(
                data.postgresql(),
                Files.createDirectories(data.logs()).resolve("test.log"),
                false);
        Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl() + "?preferQueryMode=simple", "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static List<String> migrations() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      List<Path> versions =
          files
              .filter(file -> file.getFileName().toString().startsWith("V"))
              .sorted(Comparator.comparingInt(AuditTest::version))
              .toList();
      List<String> statements = new ArrayList<>();
      for (Path version : versions) {
        statements.add(Files.readString(version));
      }
      return statements;
    }
  }

  private static int version(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
  }
}
