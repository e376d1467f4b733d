package io.waymark.localstack.deployed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One caller of the REST API.
///
/// @param headers sent with every call: the credential
record Api(URI base, Map<String, String> headers) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A function that is started by the request may take long on a machine that is busy.
  private static final Duration WITHIN = Duration.ofMinutes(5);

  /// How often what is unavailable for a moment is asked again, as its answer bids.
  private static final int ATTEMPTS = 10;

  private static final String RETRY_AFTER = "Retry-After";

  /// Signed headers that Java's client sets by itself.
  private static final Set<String> CLIENTS_OWN = Set.of("host", "content-length");

  Api {
    headers = Map.copyOf(headers);
  }

  /// What came back.
  record Answer(int status, HttpHeaders headers, String text) {
    JsonNode json() {
      return parse(text);
    }

    private boolean mayBeAskedAgain() {
      return status == 503 && headers.firstValue(RETRY_AFTER).isPresent();
    }

    /// The problem, of an answer that is one as RFC 9457 has it.
    JsonNode problem(int expected) {
      String type = headers.firstValue("Content-Type").orElse("");
      if (!type.startsWith("application/problem+json")) {
        throw new AssertionError("%d as %s is no problem: %s".formatted(status, type, text));
      }
      return expecting(expected);
    }

    /// The body, of an answer that is as it should be.
    JsonNode expecting(int expected) {
      if (status != expected) {
        throw new AssertionError("answered %d, not %d: %s".formatted(status, expected, text));
      }
      return text.isEmpty() ? JSON.createObjectNode() : json();
    }
  }

  static Api at(URI base) {
    return new Api(base, Map.of());
  }

  Api bearing(String credential) {
    return with("Authorization", "Bearer " + credential);
  }

  Api withKey(String key) {
    return with("X-API-Key", key);
  }

  Api with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Api(base, all);
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, Map<String, ?> body) {
    return post(path, text(body));
  }

  Answer post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /// Posts what the caller's own `Content-Type` says.
  Answer form(String path, String body) {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  Answer post(String path) {
    return post(path, "{}");
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer patch(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(text(body))));
  }

  Answer put(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(text(body))));
  }

  /// Sends a file to a presigned URL.
  static Answer upload(JsonNode presigned, String url, byte[] file) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(WITHIN)
            .method(presigned.path("method").asText(), BodyPublishers.ofByteArray(file));
    presigned
        .path("headers")
        .propertyStream()
        .filter(header -> !CLIENTS_OWN.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> request.header(header.getKey(), header.getValue().asText()));
    return send(request);
  }

  /// Fetches a file from a presigned URL.
  static Answer download(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).timeout(WITHIN).GET());
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(WITHIN);
    headers.forEach(request::header);
    return request;
  }

  /// Sends it; what is answered by 503 with `Retry-After` again, when that is over.
  private static Answer send(HttpRequest.Builder request) {
    HttpRequest made = request.build();
    Answer answer = sendOnce(made);
    for (int attempt = 2; answer.mayBeAskedAgain() && attempt <= ATTEMPTS; attempt++) {
      long seconds = answer.headers().firstValueAsLong(RETRY_AFTER).orElseThrow();
      System.err.printf(
          "%s %s: 503, again in %d s%n", made.method(), made.uri().getPath(), seconds);
      pause(Duration.ofSeconds(seconds));
      answer = sendOnce(made);
    }
    return answer;
  }

  private static Answer sendOnce(HttpRequest request) {
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new AssertionError("no answer: " + e, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted", e);
  }
}
