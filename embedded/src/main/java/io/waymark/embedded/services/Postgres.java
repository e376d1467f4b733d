package io.waymark.embedded.services;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL, unpacked once per user and machine, run as processes of its own on a loopback port.
/// Its data survives a kill of this process; the server it leaves behind is ended by the next
/// start.
public final class Postgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  /// PostgreSQL's own: its id, its folder, when it started in seconds, …
  private static final String PID_FILE = "postmaster.pid";

  private static final int START_LINE = 2;

  private final EmbeddedPostgres server;
  private final Path data;

  private Postgres(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /// Starts it on the cluster in `data`, which is made when there is none.
  ///
  /// @param durable whether a commit must survive the machine, not only this process
  public static Postgres start(Path data, Path log, boolean durable) throws IOException {
    endOrphan(data);
    Files.createDirectories(data);
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(programs().toFile())
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_WITHIN)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("max_connections", "40")
            .setServerConfig("shared_buffers", "32MB")
            .setLocaleConfig("locale", "C")
            .setOutputRedirector(Redirect.appendTo(log.toFile()))
            .setErrorRedirector(Redirect.appendTo(log.toFile()));
    if (durable) {
      // The library switches these off, for tests.
      builder
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on");
    }
    try {
      return new Postgres(builder.start(), data);
    } catch (IOException | RuntimeException failed) {
      endOrphan(data);
      throw failed;
    }
  }

  /// The address of its database, for the superuser that migrates.
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  @Override
  public void close() throws IOException {
    Optional<ProcessHandle> process = process(data);
    server.close();
    if (process.isPresent()) {
      awaitEnd(process.get());
    }
  }

  /// Where the programs are unpacked, outside the data so that they are unpacked once.
  private static Path programs() throws IOException {
    String user = System.getProperty("user.name", "user");
    return Files.createDirectories(
        Path.of(System.getProperty("java.io.tmpdir"), "waymark-postgresql-" + user));
  }

  /// Tells the server on this cluster to end, which it does once its clients are gone, and does not
  /// wait for it.
  public static void tellToEnd(Path data) {
    try {
      process(data).ifPresent(ProcessHandle::destroy);
    } catch (IOException unreadable) {
      LOG.warn("PostgreSQL on {} was not told to end: {}", data, unreadable.toString());
    }
  }

  /// Ends the server that runs on the cluster in `data`, whoever started it.
  public static void end(Path data) throws IOException {
    Optional<ProcessHandle> server = process(data);
    if (server.isPresent()) {
      server.get().destroy();
      awaitEnd(server.get());
    }
  }

  /// Ends the server that a killed process left running on this cluster; two on one cluster would
  /// destroy it, and PostgreSQL refuses to try. It would also refuse for a process of another kind
  /// that has the left server's id by now, so the file that names it goes.
  static void endOrphan(Path data) throws IOException {
    Optional<ProcessHandle> orphan = process(data);
    if (orphan.isEmpty()) {
      Files.deleteIfExists(data.resolve(PID_FILE));
      return;
    }
    LOG.info("ending PostgreSQL {}, left by a process that was killed", orphan.get().pid());
    end(data);
  }

  /// The server that runs on this cluster: the process of the id and start that its file names, if
  /// that is a PostgreSQL at work in this folder.
  private static Optional<ProcessHandle> process(Path data) throws IOException {
    Path file = data.resolve(PID_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() <= START_LINE) {
      return Optional.empty();
    }
    RecordedProcess recorded =
        new RecordedProcess(
            Long.parseLong(lines.getFirst().strip()),
            Instant.ofEpochSecond(Long.parseLong(lines.get(START_LINE).strip())));
    return recorded
        .alive()
        .filter(process -> process.info().command().orElse("").contains("postgres"))
        .filter(process -> isIn(data, process));
  }

  /// Whether a server works in `data`: that is its working directory, where the system tells, else
  /// it stands in its command line.
  private static boolean isIn(Path data, ProcessHandle process) {
    Path working = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      if (Files.exists(working)) {
        return Files.isSameFile(working, data);
      }
      String folder = data.toRealPath().toString();
      return Stream.of(process.info().arguments().orElse(new String[0]))
          .anyMatch(argument -> argument.equals(folder) || argument.equals(data.toString()));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static void awaitEnd(ProcessHandle process) throws IOException {
    try {
      process.onExit().get(END_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stays) {
      throw new IOException("PostgreSQL " + process.pid() + " does not end", stays);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
