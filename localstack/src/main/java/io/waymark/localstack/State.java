package io.waymark.localstack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// What is running, as the next command reads it.
///
/// @param process of LocalStack, in host mode
/// @param containers by id, in Docker mode
/// @param database as the functions reach it
public record State(
    Mode mode, URI endpoint, Optional<Long> process, List<String> containers, Database database) {
  private static final String FILE = "state.properties";

  public State {
    containers = List.copyOf(containers);
  }

  /// PostgreSQL, as the functions see it.
  ///
  /// @param url `jdbc:postgresql://…` with the user
  /// @param password of that user; one that everybody may know
  public record Database(String url, String user, String password) {}

  static Optional<State> read(Folders folders) throws IOException {
    Path file = folders.run().resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    }
    return Optional.of(
        new State(
            Mode.valueOf(values.getProperty("mode")),
            URI.create(values.getProperty("endpoint")),
            Optional.of(values.getProperty("process", ""))
                .filter(pid -> !pid.isEmpty())
                .map(Long::valueOf),
            List.of(values.getProperty("containers", "").split(" ")).stream()
                .filter(id -> !id.isEmpty())
                .toList(),
            new Database(
                values.getProperty("database.url"),
                values.getProperty("database.user"),
                values.getProperty("database.password"))));
  }

  void write(Folders folders) throws IOException {
    Properties values = new Properties();
    values.setProperty("mode", mode.name());
    values.setProperty("endpoint", endpoint.toString());
    values.setProperty("process", process.map(String::valueOf).orElse(""));
    values.setProperty("containers", String.join(" ", containers));
    values.setProperty("database.url", database.url());
    values.setProperty("database.user", database.user());
    values.setProperty("database.password", database.password());
    Path part = folders.run().resolve(FILE + ".part");
    try (Writer writer = Files.newBufferedWriter(part)) {
      values.store(writer, null);
    }
    Files.move(part, folders.run().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  static void forget(Folders folders) throws IOException {
    Files.deleteIfExists(folders.run().resolve(FILE));
  }
}
