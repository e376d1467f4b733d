package io.waymark.localstack;

import io.waymark.embedded.services.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The database of a stage whose context says `database=external`: one that the caller names, or
/// PostgreSQL as processes of this machine, empty at each start.
///
/// @param environment may name one: `WAYMARK_LOCALSTACK_DATABASE=jdbc:postgresql://host:port/name`,
///   with `…_USER` and `…_PASSWORD`
record Postgresql(Folders folders, Map<String, String> environment) {
  private static final String GIVEN = "WAYMARK_LOCALSTACK_DATABASE";
  private static final String DEFAULT_USER = "postgres";

  State.Database ensure(Steps steps) {
    String given = environment.getOrDefault(GIVEN, "");
    String user = environment.getOrDefault(GIVEN + "_USER", DEFAULT_USER);
    String password = environment.getOrDefault(GIVEN + "_PASSWORD", DEFAULT_USER);
    if (!given.isBlank()) {
      return new State.Database(given, user, password);
    }
    return steps.run(
        "PostgreSQL",
        () -> {
          end();
          // Left open: it outlives this process, and end() finds it by its folder.
          @SuppressWarnings("MustBeClosedChecker")
          Postgres server = Postgres.start(data(), folders.logs().resolve("postgresql.log"), false);
          return new State.Database(server.jdbcUrl(), DEFAULT_USER, DEFAULT_USER);
        });
  }

  /// Ends the one of this machine and deletes its data.
  void end() throws IOException {
    Postgres.end(data());
    Trees.delete(data());
  }

  private Path data() {
    return folders.run().resolve("postgresql");
  }
}
