package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A tenant of a running service, made and filled over HTTP alone as its operator and its admin
/// would. Any answer but a 2xx is an [IOException].
final class HttpTenant implements AutoCloseable {
  private static final String API = "/api/v1";
  private static final Set<String> CLIENTS_OWN = Set.of("host", "content-length");
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// More than any machine serves in a minute.
  private static final long UNLIMITED = 1_000_000_000;

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String token = "";

  private HttpTenant(URI base) {
    this.base = base;
  }

  /// A new tenant, its limit of recommendations lifted; from here on requests are its admin's.
  static HttpTenant make(Target service) throws IOException {
    HttpTenant tenant = new HttpTenant(service.url());
    try {
      tenant.logIn(service.operator().email(), service.operator().password());
      String id = "bench-" + UUID.randomUUID();
      String email = id + "@waymark.example";
      String password = UUID.randomUUID().toString();
      Map<String, String> admin = Map.of("email", email, "password", password);
      JsonNode _ = tenant.post("/tenants", Map.of("id", id, "name", "Bench", "admin", admin));
      JsonNode _ =
          tenant.call(
              "PUT",
              "/tenants/" + id + "/ceilings/recommend",
              Map.of("max_requests", UNLIMITED, "window_seconds", 60));
      tenant.logIn(email, password);
      return tenant;
    } catch (IOException | RuntimeException failed) {
      tenant.close();
      throw failed;
    }
  }

  /// A new API key that may ask for recommendations.
  String key() throws IOException {
    return post("/api-keys", Map.of("name", "bench", "scopes", List.of("recommend:read")))
        .path("key")
        .asText();
  }

  /// Uploads interactions, a packed CSV file, and waits until they are stored.
  void upload(Path interactions, long bytes) throws IOException {
    JsonNode upload =
        post(
            "/data/uploads",
            Map.of("kind", "interactions", "format", "csv.gz", "size_bytes", bytes));
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(upload.path("url").asText()))
            .method(upload.path("method").asText("PUT"), BodyPublishers.ofFile(interactions));
    upload
        .path("headers")
        .propertyStream()
        .filter(header -> !CLIENTS_OWN.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
    String _ = send("the upload", put.build());
    JsonNode _ = ended("/data/uploads/" + upload.path("upload_id").asText());
  }

  /// Trains, and waits until the new model answers.
  ///
  /// @param request what training is asked for
  /// @return the model's algorithm
  String train(Map<String, ?> request, String user) throws IOException {
    String version =
        ended("/models/train/" + post("/models/train", request).path("job_id").asText())
            .path("model_version")
            .asText();
    long begin = System.nanoTime();
    while (true) {
      JsonNode model = post("/recommend", Map.of("user_id", user)).path("model");
      if (model.path("version").asText().equals(version)) {
        return model.path("algorithm").asText();
      }
      pause("the new model", begin);
    }
  }

  /// What the service says of answers that it kept.
  KeptAnswers keptAnswers() throws IOException {
    return KeptAnswers.in(
        JSON.readTree(
            send(
                KeptAnswers.PATH,
                HttpRequest.newBuilder(base.resolve(KeptAnswers.PATH)).GET().build())));
  }

  private void logIn(String email, String password) throws IOException {
    token =
        post("/auth/login", Map.of("email", email, "password", password))
            .path("access_token")
            .asText();
  }

  private JsonNode ended(String path) throws IOException {
    long begin = System.nanoTime();
    while (true) {
      JsonNode now = call("GET", path, Map.of());
      switch (now.path("state").asText()) {
        case "done" -> {
          return now;
        }
        case "refused", "failed", "held", "discarded" ->
            throw new IOException(path + " came to " + now);
        default -> pause(path, begin);
      }
    }
  }

  private static void pause(String what, long begin) throws IOException {
    if (System.nanoTime() - begin > PATIENCE.toNanos()) {
      throw new IOException(what + " is not there after " + PATIENCE.toMinutes() + " minutes");
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("waiting for " + what + " was interrupted", stopped);
    }
  }

  private JsonNode post(String path, Map<String, ?> body) throws IOException {
    return call("POST", path, body);
  }

  private JsonNode call(String method, String path, Map<String, ?> body) throws IOException {
    BodyPublisher content =
        body.isEmpty() && method.equals("GET")
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(JSON.writeValueAsString(body));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(API + path))
            .header("Content-Type", "application/json")
            .method(method, content);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return JSON.readTree(send(method + " " + path, request.build()));
  }

  private String send(String what, HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "%s answered %d: %s".formatted(what, response.statusCode(), response.body()));
      }
      return response.body();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(what + " was interrupted", stopped);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
