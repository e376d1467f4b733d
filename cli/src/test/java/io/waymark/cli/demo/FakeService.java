package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Answers as the service does, from what a test lays down for each call: the answers in turn, the
/// last one again and again.
final class FakeService implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
  private final ObjectMapper json = new ObjectMapper();

  private record Answer(int status, String body) {}

  FakeService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Adds an answer to `call`, like `POST /api/v1/recommend`; `'` stands for quotes in `body`.
  FakeService on(String call, int status, String body) {
    answers
        .computeIfAbsent(call, _ -> new ArrayDeque<>())
        .add(new Answer(status, body.replace('\'', '"')));
    return this;
  }

  /// Forgets the answers to `call`.
  FakeService without(String call) {
    answers.remove(call);
    return this;
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  /// What each call had as its `Authorization`; empty where it had none.
  List<String> tokens() {
    return List.copyOf(tokens);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      tokens.add(
          Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), ""));
      calls.add("application/json".equals(type) ? call + " " + json.readTree(body) : call);
      Deque<Answer> waiting =
          answers.getOrDefault(call, new ArrayDeque<>(List.of(new Answer(404, "{}"))));
      Answer answer = Objects.requireNonNull(waiting.size() > 1 ? waiting.poll() : waiting.peek());
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
