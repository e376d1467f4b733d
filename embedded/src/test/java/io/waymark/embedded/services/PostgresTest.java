package io.waymark.embedded.services;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
  @TempDir private Path folder;

  @Test
  void leavesTheServerOfAnotherFolderAloneWhoseIdItsOwnHadBefore() throws IOException {
    start("own").close();
    try (Postgres another = start("another")) {
      Files.copy(pidFile("another"), pidFile("own"), StandardCopyOption.REPLACE_EXISTING);
      ProcessHandle itsServer = server("another");

      try (Postgres own = start("own")) {
        assertThat(own.jdbcUrl()).isNotEqualTo(another.jdbcUrl());
        assertThat(server("own").pid()).isNotEqualTo(itsServer.pid());
        assertThat(itsServer.isAlive()).isTrue();
      }
    }
  }

  @Test
  void endsByItselfOnceToldTo() throws Exception {
    assertThat(start("own").jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
    ProcessHandle server = server("own");
    Postgres.tellToEnd(folder.resolve("own"));
    assertThat(server.onExit().get(2, MINUTES).isAlive()).isFalse();
  }

  private Postgres start(String name) throws IOException {
    return Postgres.start(folder.resolve(name), folder.resolve(name + ".log"), false);
  }

  private Path pidFile(String name) {
    return folder.resolve(name).resolve("postmaster.pid");
  }

  private ProcessHandle server(String name) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(pidFile(name)).getFirst().strip());
    return ProcessHandle.of(pid).orElseThrow();
  }
}
