package io.waymark.loadtests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The server's process, as far as `/metrics` shows it.
final class Server implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String SIGN = "jvm_memory_used_bytes";

  private final URI metrics;
  private final Optional<Runnable> collection;
  private final HttpClient client = HttpClient.newHttpClient();

  /// @param collection collects the server's garbage and returns, if we may
  Server(URI base, Optional<Runnable> collection) {
    this.metrics = base.resolve("/metrics");
    this.collection = collection;
  }

  /// Empty where the service shows nothing of its process.
  Optional<Reading> read() {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(metrics).timeout(ANSWER).build(), BodyHandlers.ofString());
      return response.statusCode() == 200 && response.body().contains(SIGN)
          ? Optional.of(Reading.of(System.nanoTime(), parsed(response.body())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  boolean collects() {
    return collection.isPresent();
  }

  /// What its heap holds after a full collection, in MiB; empty where it cannot be told.
  OptionalDouble heapInUse() {
    if (collection.isEmpty()) {
      return OptionalDouble.empty();
    }
    collection.get().run();
    return read().stream().mapToDouble(Reading::heapMib).findFirst();
  }

  private static Map<String, Double> parsed(String text) {
    Map<String, Double> values = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.contains(" "))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return values;
  }

  @Override
  public void close() {
    client.close();
  }
}
