package io.waymark.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.files.JsonCells;
import io.waymark.interactions.Cell;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The function as a whole over real stores, started once for all tests: its controllers behind a
/// port, its handlers fed with the JSON that AWS sends, each with the credentials of each tenant,
/// as IAM would hold it to them.
public final class Instance implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path KEYS = keys();
  private static final Instance SHARED = new Instance(Map.of());

  private final EmbeddedServer server;
  private final Map<Handler, ApplicationContext> contexts = new EnumMap<>(Handler.class);
  private final UploadsHandler uploads;
  private final ArchiverHandler archiver;
  private final CollectHandler collect;
  private final RemovalHandler removal;

  private Instance(Map<String, String> further) {
    server = context(Handler.INGEST_API, further).run(EmbeddedServer.class);
    contexts.put(Handler.INGEST_API, server.getApplicationContext());
    for (Handler handler :
        List.of(
            Handler.INGEST_UPLOADS,
            Handler.INGEST_ARCHIVER,
            Handler.INGEST_COLLECT,
            Handler.INGEST_REMOVAL)) {
      contexts.put(handler, context(handler, further).start());
    }
    uploads = new UploadsHandler(beans(Handler.INGEST_UPLOADS));
    archiver = new ArchiverHandler(beans(Handler.INGEST_ARCHIVER));
    collect = new CollectHandler(beans(Handler.INGEST_COLLECT));
    removal = new RemovalHandler(beans(Handler.INGEST_REMOVAL));
  }

  private static ApplicationContextBuilder context(Handler handler, Map<String, String> further) {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties(handler));
    properties.put("waymark.keys", KEYS.toString());
    properties.putAll(further);
    return ApplicationContext.builder()
        .propertySources(PropertySource.of("test", properties, 1000));
  }

  private static Path keys() {
    try {
      return Files.createTempDirectory("keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ApplicationContext beans(Handler handler) {
    return Objects.requireNonNull(contexts.get(handler));
  }

  public static Instance shared() {
    return SHARED;
  }

  /// One of its own, over the same stores; the caller closes it.
  public static Instance with(Map<String, String> properties) {
    return new Instance(properties);
  }

  @Override
  public void close() {
    contexts.values().forEach(ApplicationContext::close);
  }

  /// A tenant that no other test has.
  public Caller newCaller() {
    return Caller.of("tenant", "recommend:read", "events:write", "data:write");
  }

  /// Of the API.
  public <T> T bean(Class<T> type) {
    return bean(Handler.INGEST_API, type);
  }

  /// Of one of its handlers.
  public <T> T bean(Handler handler, Class<T> type) {
    return beans(handler).getBean(type);
  }

  /// Of one of its handlers.
  public <T> T bean(Handler handler, Argument<T> type) {
    return beans(handler).getBean(type);
  }

  /// An answer over HTTP.
  public record Answer(int status, String body, HttpHeaders headers) {
    /// The top-level fields of its JSON.
    public Map<String, Cell> json() {
      try (JsonParser json = JsonCells.STRICT.createParser(body)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new AssertionError(body);
        }
        return JsonCells.object(json);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }

    public String text(String field) {
      return json().get(field) instanceof Cell.Text text ? text.value() : "";
    }

    public long number(String field) {
      return json().get(field) instanceof Cell.Whole whole ? whole.value() : -1;
    }
  }

  public Answer get(Caller caller, String path) {
    return send(request(caller, path).GET());
  }

  /// Gets something as `type`.
  public Answer get(Caller caller, String path, String type) {
    return send(request(caller, path).header("Accept", type).GET());
  }

  public Answer post(Caller caller, String path, String body, String... headers) {
    HttpRequest.Builder request = request(caller, path).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer put(Caller caller, String path, String body) {
    return send(
        request(caller, path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer delete(Caller caller, String path) {
    return send(request(caller, path).DELETE());
  }

  private HttpRequest.Builder request(Caller caller, String path) {
    return HttpRequest.newBuilder(server.getURI().resolve(path)).header("X-API-Key", caller.key());
  }

  /// Puts a file to a presigned URL.
  public Answer putFile(String url, byte[] content) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  /// Gets a file from a presigned URL.
  public static Answer getFile(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body(), answer.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Gives the uploads handler an event of S3.
  public String s3(String event) {
    return invoke(uploads, event);
  }

  /// Gives the archiver a window of the table's stream.
  public String archive(String event) {
    return invoke(archiver, event);
  }

  /// Has a tenant's finished days collected.
  public String collect(TenantId tenant) {
    return invoke(collect, "{\"tenant_id\": \"" + tenant + "\"}");
  }

  /// Has a deleted tenant removed.
  ///
  /// @param seconds after which no further part is begun
  public String remove(TenantId tenant, String run, int look, int seconds) {
    return invoke(
        removal,
        "{\"tenant_id\":\"%s\",\"run\":\"%s\",\"look\":%d,\"seconds\":%d}"
            .formatted(tenant, run, look, seconds));
  }

  /// Has what a restored table has of a tenant's erased users removed.
  ///
  /// @param more further fields of the event
  public String removeErased(TenantId tenant, int seconds, String more) {
    return invoke(
        removal,
        "{\"tenant_id\":\"%s\",\"erased\":true,\"seconds\":%d%s}".formatted(tenant, seconds, more));
  }

  private static String invoke(
      com.amazonaws.services.lambda.runtime.RequestStreamHandler handler, String event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
          out,
          new io.micronaut.function.aws.proxy.MockLambdaContext());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// The keys of a bucket's objects below `prefix`.
  public static List<String> keys(Bucket bucket, String prefix) {
    return LocalAws.shared()
        .s3()
        .listObjectsV2(request -> request.bucket(LocalAws.INSTALLATION.name(bucket)).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  public static byte[] object(Bucket bucket, String key) {
    return LocalAws.shared()
        .s3()
        .getObjectAsBytes(request -> request.bucket(LocalAws.INSTALLATION.name(bucket)).key(key))
        .asByteArray();
  }
}
