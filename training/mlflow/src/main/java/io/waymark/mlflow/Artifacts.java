package io.waymark.mlflow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Files sent through the server, which stores them wherever its own are. The Java client would
/// have a Python program do that.
final class Artifacts {
  private static final String PROXIED = "mlflow-artifacts:";
  private static final Duration TO_BEGIN = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int REDIRECTS = 300;

  private final Server server;
  private final HttpClient http;

  Artifacts(Server server, HttpClient http) {
    this.server = server;
    this.http = http;
  }

  /// The server did not take what it was sent.
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /// Fails soon where nobody answers; any answer will do, also that we may not ask this.
  void reach() throws IOException, InterruptedException {
    HttpResponse<Void> _ =
        http.send(
            request("/health").timeout(TO_BEGIN).GET().build(),
            HttpResponse.BodyHandlers.discarding());
  }

  /// Where the server itself takes a run's files.
  ///
  /// @param root of the run, as the server says
  /// @return empty where its clients are to write to a store of their own
  static Optional<String> proxied(String root) {
    if (!root.startsWith(PROXIED)) {
      return Optional.empty();
    }
    // mlflow-artifacts:/path, or with the host that it has in its own view.
    @org.jspecify.annotations.Nullable String path = URI.create(root).getRawPath();
    return Optional.ofNullable(path);
  }

  /// Sends every file of a folder that holds no folders.
  ///
  /// @param path of [#proxied]
  void send(String path, Path folder) throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.sorted().toList();
    }
    for (Path file : files) {
      send(path + "/" + file.getFileName(), HttpRequest.BodyPublishers.ofFile(file));
    }
  }

  private void send(String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpResponse<Void> answer =
        http.send(
            request("/api/2.0/mlflow-artifacts/artifacts" + path)
                .header("Content-Type", "application/octet-stream")
                .PUT(body)
                .build(),
            HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() < OK || answer.statusCode() >= REDIRECTS) {
      throw new RefusedException(
          "PUT of the artefact %s was answered with %d"
              .formatted(path.substring(path.lastIndexOf('/') + 1), answer.statusCode()));
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + path));
    server.authorization().ifPresent(who -> request.header("Authorization", who));
    return request;
  }
}
