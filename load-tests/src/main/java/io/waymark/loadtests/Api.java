package io.waymark.loadtests;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The service as an API user sees it, before and after the load. An answer that is no 2xx is a
/// [LoadTestException].
final class Api implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final Set<String> CLIENTS_OWN = Set.of("host", "content-length");

  private final URI base;
  private final Map<String, String> credential;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Api(URI base, Map<String, String> credential) {
    this.base = base;
    this.credential = credential;
  }

  static Api anonymous(URI base) {
    return new Api(base, Map.of());
  }

  static Api withToken(URI base, String token) {
    return new Api(base, Map.of("Authorization", "Bearer " + token));
  }

  static Api withKey(Target target) {
    return new Api(target.base(), Map.of("X-API-Key", target.apiKey()));
  }

  JsonNode get(String path) {
    return exchange("GET", path, BodyPublishers.noBody());
  }

  JsonNode post(String path, Object body) {
    try {
      return exchange("POST", path, BodyPublishers.ofString(json.writeValueAsString(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  JsonNode logIn(LogIn logIn) {
    return post("/api/v1/auth/login", Map.of("email", logIn.email(), "password", logIn.password()));
  }

  void delete(String path) {
    exchange("DELETE", path, BodyPublishers.noBody());
  }

  /// Sends `file` where `upload`, an answer of the service, says.
  void send(JsonNode upload, Path file) {
    String method = upload.path("method").asText("PUT");
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(upload.path("url").asText()))
              .method(method, BodyPublishers.ofByteArray(Files.readAllBytes(file)));
      upload
          .path("headers")
          .propertyStream()
          .filter(header -> !CLIENTS_OWN.contains(header.getKey().toLowerCase(Locale.ROOT)))
          .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
      answer(method + " of the presigned URL", request.build());
    } catch (IOException e) {
      throw new LoadTestException("cannot read " + file, e);
    }
  }

  private JsonNode exchange(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .method(method, body);
    credential.forEach(request::header);
    String answer = answer(method + " " + path, request.build());
    try {
      return json.readTree(answer.isEmpty() ? "{}" : answer);
    } catch (JsonProcessingException e) {
      throw new LoadTestException(method + " " + path + " answered with no JSON", e);
    }
  }

  private String answer(String what, HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new LoadTestException(
            "%s answered %d: %s".formatted(what, response.statusCode(), response.body().strip()));
      }
      return response.body();
    } catch (IOException e) {
      throw new LoadTestException(what + " got no answer from " + request.uri().getAuthority(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException(what + " was interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
