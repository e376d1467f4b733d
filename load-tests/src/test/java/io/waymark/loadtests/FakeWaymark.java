package io.waymark.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers on a port of the system's choice as Waymark does, as far as the load looks at answers.
final class FakeWaymark implements AutoCloseable {
  private static final String KEY = "wm_test_key";
  private static final String TOKEN = "token";
  private static final long MIB = 1024 * 1024;

  /// So much that one request is a leak.
  private static final long LEAKED_MIB = 64;

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Set<String> events = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger logInsBeside = new AtomicInteger();
  private volatile int lossInterval = Integer.MAX_VALUE;
  private volatile int errorInterval = Integer.MAX_VALUE;
  private volatile Duration delay = Duration.ZERO;
  private volatile Duration delayAfterLogIns = Duration.ZERO;
  private volatile long residentMib = 300;
  private volatile boolean items = true;
  private volatile boolean leaks;

  private FakeWaymark() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static FakeWaymark start() {
    try {
      return new FakeWaymark();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Target target() {
    return new Target(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), KEY, LogIn.made("test"));
  }

  /// As one that we may tell to collect its garbage.
  Server server() {
    return new Server(target().base(), Optional.of(() -> {}));
  }

  /// From now on every answer comes that much later.
  void answerAfter(Duration newDelay) {
    delay = newDelay;
  }

  /// From now on requests by token wait while somebody logs in beside them.
  void tokenTrafficWaits(Duration newDelay) {
    delayAfterLogIns = newDelay;
  }

  /// From now on every n-th request fails.
  void failEvery(int interval) {
    errorInterval = interval;
  }

  /// From now on a request's memory stays in use.
  void leak() {
    leaks = true;
  }

  void useMemory(long mib) {
    residentMib = mib;
  }

  /// From now on every n-th event is accepted and forgotten.
  void loseEvery(int interval) {
    lossInterval = interval;
  }

  void answerWithoutItems() {
    items = false;
  }

  int accepted() {
    return accepted.get();
  }

  private void answer(HttpExchange exchange) {
    boolean byToken = exchange.getRequestHeaders().containsKey("Authorization");
    Duration wait = byToken && logInsBeside.get() > 0 ? delayAfterLogIns : delay;
    if (wait.isZero()) {
      answerNow(exchange);
    } else {
      CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, threads)
          .execute(() -> answerNow(exchange));
    }
  }

  private void answerNow(HttpExchange exchange) {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      JsonNode request = json.readTree(exchange.getRequestBody());
      ObjectNode body = json.createObjectNode();
      byte[] bytes;
      int status = 200;
      if (path.equals("/metrics")) {
        bytes = metrics().getBytes(StandardCharsets.UTF_8);
      } else {
        status = status(exchange, path, request, body);
        bytes = json.writeValueAsBytes(body);
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(HttpExchange exchange, String path, JsonNode request, ObjectNode body) {
    if (path.equals("/api/v1/auth/login")) {
      // The first is the client's that fetches its token; virtual users are Gatling's.
      boolean fetchesToken =
          String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")).startsWith("Java");
      logInsBeside.updateAndGet(before -> fetchesToken ? 0 : before + 1);
      body.put("access_token", TOKEN);
      return 200;
    }
    Headers headers = exchange.getRequestHeaders();
    boolean known =
        List.of(KEY).equals(headers.get("X-API-Key"))
            || List.of("Bearer " + TOKEN).equals(headers.get("Authorization"));
    if (!known) {
      return 401;
    }
    if (requests.incrementAndGet() % errorInterval == 0) {
      body.put("detail", "planted");
      return 503;
    }
    return respond(path, request, body);
  }

  private String metrics() {
    long heap = 100L + (leaks ? LEAKED_MIB * requests.get() : 0);
    return """
    # HELP jvm_memory_used_bytes Memory in use by area.
    jvm_memory_used_bytes{area="heap"} %d
    jvm_memory_used_bytes{area="nonheap"} %d
    jvm_threads_current 20
    process_cpu_seconds_total 1.5
    jvm_gc_collection_seconds_sum 0.1
    process_resident_memory_bytes %d
    """
        .formatted(heap * MIB, 50 * MIB, residentMib * MIB);
  }

  private int respond(String path, JsonNode request, ObjectNode body) {
    switch (path) {
      case "/api/v1/recommend/batch" -> {
        ArrayNode results = body.putArray("results");
        request.path("requests").forEach(_ -> results.addObject().put("status", 200));
      }
      case "/api/v1/data/ingest" -> {
        return ingest(request, body);
      }
      case "/api/v1/recommend" -> list(body);
      case "/api/v1/ml/models/list", "/health/detailed", "/api/v1/usage" ->
          body.put("status", "ok");
      default -> {
        if (!path.endsWith("/similar")) {
          return 404;
        }
        list(body);
      }
    }
    return 200;
  }

  private void list(ObjectNode body) {
    ArrayNode list = body.putArray("recommendations");
    if (items) {
      list.addObject().put("item_id", "item_0001");
    }
  }

  private int ingest(JsonNode request, ObjectNode body) {
    ArrayNode results = body.putArray("results");
    int fresh = 0;
    List<JsonNode> sent =
        request.has("events") ? request.path("events").valueStream().toList() : List.of(request);
    for (JsonNode event : sent) {
      String id = event.path("event_id").asText();
      boolean isNew = !events.contains(id);
      if (isNew) {
        fresh++;
        if (accepted.incrementAndGet() % lossInterval != 0) {
          events.add(id);
        }
      }
      results.addObject().put("event_id", id).put("status", isNew ? "accepted" : "duplicate");
    }
    body.put("accepted", fresh).put("duplicate", sent.size() - fresh).put("rejected", 0);
    return 202;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
