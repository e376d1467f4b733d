package io.waymark.recommend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// The function behind a real HTTP port, on the local stores and with the credentials of each
/// tenant, as IAM would hold it to them; one for all tests of a JVM.
public final class Function {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final EmbeddedServer SERVER = start();
  private static final ApplicationContext LISTS_CONTEXT =
      ApplicationContext.run(properties(Handler.RECOMMEND_LISTS));
  private static final ListsHandler LISTS = new ListsHandler(LISTS_CONTEXT);

  private Function() {}

  /// What came back.
  public record Reply(int status, JsonNode body, HttpResponse<String> whole) {
    /// The item ids of the list.
    public List<String> items() {
      return StreamSupport.stream(body.path("recommendations").spliterator(), false)
          .map(item -> item.path("item_id").asText())
          .toList();
    }

    /// The sources of the list, slot by slot.
    public List<String> sources() {
      return StreamSupport.stream(body.path("recommendations").spliterator(), false)
          .map(item -> item.path("source").asText())
          .toList();
    }

    /// The first field that is blamed, and why.
    public String error() {
      return body.path("errors").path(0).path("field").asText()
          + " "
          + body.path("errors").path(0).path("message").asText();
    }
  }

  public static <T> T bean(Class<T> type) {
    return SERVER.getApplicationContext().getBean(type);
  }

  /// Of one of its two handlers.
  static <T> T bean(Handler handler, Argument<T> type) {
    return handler == Handler.RECOMMEND_LISTS
        ? LISTS_CONTEXT.getBean(type)
        : SERVER.getApplicationContext().getBean(type);
  }

  /// Has lists made, as Lambda asks for them.
  public static String lists(String event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      LISTS.handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, new Minutes());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static final class Minutes extends MockLambdaContext {
    @Override
    public int getRemainingTimeInMillis() {
      return 300_000;
    }
  }

  public static Reply recommend(Shop shop, String body) {
    return call(shop, "POST", "/api/v1/recommend", body);
  }

  public static Reply get(Shop shop, String path) {
    return call(shop, "GET", path, "");
  }

  public static Reply call(Shop shop, String method, String path, String body) {
    return call(shop.key(), method, path, body);
  }

  public static Reply call(String key, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(SERVER.getURL() + path))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), parsed(response.body()), response);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException noJson) {
      return JSON.createObjectNode();
    }
  }

  private static EmbeddedServer start() {
    return ApplicationContext.run(EmbeddedServer.class, properties(Handler.RECOMMEND_API));
  }

  private static Map<String, Object> properties(Handler handler) {
    try {
      Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties(handler));
      properties.put("waymark.keys", Files.createTempDirectory("keys").toString());
      properties.put("micronaut.server.port", -1);
      properties.put("waymark.recommend.model-check", "20ms");
      properties.put("waymark.recommend.catalogue-check", "20ms");
      properties.put("waymark.recommend.model-run", "3s");
      properties.put("waymark.recommend.model-trial", "2m");
      return properties;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
