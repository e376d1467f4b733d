package io.waymark.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Calls the function over HTTP, as a program of a customer does.
///
/// @param credential sent as `Authorization: Bearer`, if there is one
/// @param source the address that it calls from
public record Api(String url, Optional<String> credential, String source) {
  private static final String HERE = "127.0.0.1";
  private static final Map<String, HttpClient> CLIENTS = new ConcurrentHashMap<>();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NEXT = new AtomicInteger();

  public static final String PASSWORD = "correct-horse-battery";

  public Api(String url, Optional<String> credential) {
    this(url, credential, HERE);
  }

  public static Api open() {
    return new Api(AuthUnderTest.shared().url(), Optional.empty());
  }

  /// As from another machine: `127.0.0.2` and all others of that net are this one's too.
  public Api from(String other) {
    return new Api(url, credential, other);
  }

  /// An answer with its body read as JSON.
  public record Answer(int status, JsonNode json, HttpResponse<String> raw) {
    public String text(String field) {
      return json.path(field).asText();
    }

    public String field() {
      return json.path("errors").path(0).path("field").asText();
    }
  }

  public static Api operator() {
    return open().loggedIn("operator@waymark.test", "seven-lanterns-adrift");
  }

  /// A name no other test uses.
  public static String fresh(String name) {
    return name + "-" + NEXT.incrementAndGet();
  }

  /// The admin `admin@<tenant>.test` of a new tenant.
  public static Api adminOf(String tenant) {
    Answer made =
        operator()
            .post(
                "/api/v1/tenants",
                """
                {"id": "%s", "name": "Tenant %s",
                 "admin": {"email": "admin@%s.test", "password": "%s"}}"""
                    .formatted(tenant, tenant, tenant, PASSWORD));
    if (made.status() != 201) {
      throw new IllegalStateException(made.toString());
    }
    return open().loggedIn("admin@" + tenant + ".test", PASSWORD);
  }

  public Api loggedIn(String email, String password) {
    Answer answer = login(email, password);
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.toString());
    }
    return with(answer.text("access_token"));
  }

  public Api with(String newCredential) {
    return new Api(url, Optional.of(newCredential), source);
  }

  public Answer login(String email, String password) {
    return post(
        "/api/v1/auth/login",
        "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password));
  }

  public Answer refresh(String token) {
    return post("/api/v1/auth/refresh", "{\"refresh_token\": \"%s\"}".formatted(token));
  }

  public Answer get(String path) {
    return call("GET", path, null);
  }

  public Answer post(String path, @Nullable String body) {
    return call("POST", path, body);
  }

  public Answer patch(String path, String body) {
    return call("PATCH", path, body);
  }

  public Answer delete(String path) {
    return call("DELETE", path, null);
  }

  public Answer call(String method, String path, @Nullable String body) {
    return call(method, path, body, Map.of());
  }

  Answer call(String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    credential.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      HttpResponse<String> response =
          client(source).send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), json(response.body()), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpClient client(String source) {
    return CLIENTS.computeIfAbsent(
        source,
        address -> HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build());
  }

  private static JsonNode json(String body) {
    try {
      return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }
}
