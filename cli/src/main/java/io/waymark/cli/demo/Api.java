package io.waymark.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The service as an API user sees it. Anything but a 2xx answer is a [StepException] with the
/// problem's status, detail and fields. Not for several threads.
final class Api implements AutoCloseable {
  private static final String LOG_IN = "/api/v1/auth/login";

  /// Of a token that holds no more: a quarter of an hour after the log-in, or ended.
  private static final int EXPIRED = 401;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration UPLOAD = Duration.ofMinutes(30);

  /// Signed headers that the client sets by itself and lets nobody else set.
  private static final Set<String> CLIENTS_OWN = Set.of("host", "content-length");

  private final URI base;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private Credential credential = Credential.NONE;
  private Optional<LogIn> logIn = Optional.empty();

  private record Credential(String header, String value) {
    static final Credential NONE = new Credential("", "");

    @Override
    public String toString() {
      return "Credential[" + header + "]";
    }
  }

  Api(URI base) {
    this.base = base;
  }

  /// The address of `path`, below that of the service, which may itself be a path: a stage of API
  /// Gateway is one.
  URI at(String path) {
    return URI.create(base.toString().replaceFirst("/$", "") + path);
  }

  /// From now on calls carry access tokens of this log-in: a new one, once a call, where the
  /// service takes the one it had no more.
  void logIn(LogIn who) {
    logIn = Optional.of(who);
    authorize(token(who));
  }

  private String token(LogIn who) {
    String what = "POST " + LOG_IN;
    HttpRequest request =
        body(
            HttpRequest.newBuilder(at(LOG_IN)).timeout(ANSWER),
            Map.of("email", who.email(), "password", who.password()));
    return succeeded(what, exchange(what, request)).path("access_token").asText();
  }

  /// From now on calls carry this access token.
  void authorize(String accessToken) {
    credential = new Credential("Authorization", "Bearer " + accessToken);
  }

  /// From now on calls carry this API key.
  void authorizeByKey(String apiKey) {
    credential = new Credential("X-API-Key", apiKey);
  }

  JsonNode get(String path) {
    return answer("GET " + path, request(path).GET().build());
  }

  JsonNode post(String path, Map<String, ?> body) {
    return answer("POST " + path, body(request(path), body));
  }

  private HttpRequest body(HttpRequest.Builder request, Map<String, ?> body) {
    try {
      return request
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Sends a file to a presigned URL, which knows no token.
  void send(String method, String url, Map<String, String> headers, Path file) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(UPLOAD)
              .method(method, BodyPublishers.ofFile(file));
      headers.forEach(
          (name, value) -> {
            if (!CLIENTS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
              request.header(name, value);
            }
          });
      HttpResponse<String> response = exchange("the upload", request.build());
      if (response.statusCode() / 100 != 2) {
        throw new StepException(
            "%s of the presigned URL answered %d: %s"
                .formatted(method, response.statusCode(), oneLine(response.body())));
      }
    } catch (FileNotFoundException e) {
      throw new StepException("there is no file " + file, e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path)).timeout(ANSWER).header("Accept", "application/json");
    return credential.equals(Credential.NONE)
        ? request
        : request.header(credential.header(), credential.value());
  }

  private JsonNode answer(String what, HttpRequest request) {
    HttpResponse<String> response = exchange(what, request);
    if (response.statusCode() == EXPIRED && logIn.isPresent()) {
      authorize(token(logIn.get()));
      response = exchange(what, renewed(request));
    }
    return succeeded(what, response);
  }

  private HttpRequest renewed(HttpRequest request) {
    return HttpRequest.newBuilder(request, (_, _) -> true)
        .setHeader(credential.header(), credential.value())
        .build();
  }

  private JsonNode succeeded(String what, HttpResponse<String> response) {
    JsonNode body = parsed(what, response);
    if (response.statusCode() / 100 != 2) {
      throw new StepException(what + " answered " + problem(response.statusCode(), body));
    }
    return body;
  }

  private HttpResponse<String> exchange(String what, HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      String reason = e.getMessage();
      throw new StepException(
          "%s got no answer from %s: %s"
              .formatted(
                  what,
                  request.uri().getAuthority(),
                  reason == null ? e.getClass().getSimpleName() : reason),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepException(what + " was interrupted", e);
    }
  }

  private JsonNode parsed(String what, HttpResponse<String> response) {
    try {
      return json.readTree(response.body().isEmpty() ? "{}" : response.body());
    } catch (JsonProcessingException e) {
      throw new StepException(
          "%s answered %d with something that is no JSON: %s"
              .formatted(what, response.statusCode(), oneLine(response.body())),
          e);
    }
  }

  private static String problem(int status, JsonNode body) {
    StringBuilder text = new StringBuilder(Integer.toString(status));
    String detail = body.path("detail").asText(body.path("title").asText(""));
    if (!detail.isEmpty()) {
      text.append(": ").append(detail);
    }
    String fields =
        body.path("errors")
            .valueStream()
            .map(error -> error.path("field").asText() + " " + error.path("message").asText())
            .collect(Collectors.joining("; "));
    if (!fields.isEmpty()) {
      text.append(" (").append(fields).append(')');
    }
    String id = body.path("request_id").asText("");
    return id.isEmpty() ? text.toString() : text + " [request " + id + "]";
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  @Override
  public void close() {
    client.close();
  }
}
