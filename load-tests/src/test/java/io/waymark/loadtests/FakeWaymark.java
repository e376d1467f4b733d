package io.waymark.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers on a port of the system's choice as Waymark does, as far as the load looks at answers.
final class FakeWaymark implements AutoCloseable {
  private static final String KEY = "wm_test_key";

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Set<String> events = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile int lossInterval = Integer.MAX_VALUE;
  private volatile boolean items = true;

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
    return new Target(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), KEY);
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

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean known = List.of(KEY).equals(exchange.getRequestHeaders().get("X-API-Key"));
      JsonNode request = json.readTree(exchange.getRequestBody());
      String path = exchange.getRequestURI().getPath();
      ObjectNode body = json.createObjectNode();
      int status = known ? respond(path, request, body) : 401;
      byte[] bytes = json.writeValueAsBytes(body);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
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
      case "/api/v1/ml/models/list", "/health/detailed" -> body.put("status", "ok");
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
