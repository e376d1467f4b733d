package io.waymark.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Answers as an MLflow server does where all goes well, and otherwise as it is told.
final class FakeMlflow implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_FOUND = 404;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /// What came in.
  ///
  /// @param call the last parts of its path, like `runs/create`
  record Asked(String method, String call, String body, Optional<String> authorization) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException noJson) {
        throw new IllegalStateException(noJson);
      }
    }
  }

  private record Answer(int status, String body) {}

  FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    answer(
        "experiments/get-by-name",
        NOT_FOUND,
        "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"no such experiment\"}");
    answer("experiments/create", 200, "{\"experiment_id\": \"7\"}");
    artifactRoot("mlflow-artifacts:/7/run-1/artifacts");
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void artifactRoot(String root) {
    answer(
        "runs/create",
        200,
        "{\"run\": {\"info\": {\"run_id\": \"run-1\", \"artifact_uri\": \"%s\"}}}".formatted(root));
  }

  void answer(String call, int status, String body) {
    answers.put(call, new Answer(status, body));
  }

  /// Never answers such a call.
  void hang(String call) {
    answer(call, 0, "");
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  List<Asked> asked(String call) {
    return asked.stream().filter(each -> each.call().equals(call)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String call =
        path.replaceFirst("^/api/2.0/mlflow/", "").replaceFirst("^/api/2.0/mlflow-artifacts/", "");
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            call,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
    Answer answer = answers.getOrDefault(call, new Answer(200, "{}"));
    if (answer.status() == 0) {
      try {
        ended.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status() == 0 ? 503 : answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
