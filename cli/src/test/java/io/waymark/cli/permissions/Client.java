package io.waymark.cli.permissions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks the service, several times at once, over connections that stay.
final class Client implements AutoCloseable {
  /// More wait for each other on two cores.
  private static final int AT_ONCE = 6;

  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final URI base;

  Client(URI base) {
    this.base = base;
  }

  /// @param credential empty for none
  Answer send(Ask ask, String credential) {
    BodyPublisher body =
        ask.body()
            .map(fields -> BodyPublishers.ofString(fields.toString()))
            .orElse(BodyPublishers.noBody());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + ask.path()))
            .timeout(ANSWER)
            .method(ask.method(), body);
    if (ask.body().isPresent()) {
      request.header("Content-Type", "application/json");
    }
    if (!credential.isEmpty()) {
      request.header("Authorization", "Bearer " + credential);
    }
    ask.headers().forEach(request::header);
    return send(request.build());
  }

  /// @param url whole
  Answer get(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER).build());
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<String> answer = exchanged(request);
      return new Answer(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse(""),
          answer.headers().map().toString(),
          answer.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// Again where the server ended a connection that has been idle, just as it was to be used.
  private HttpResponse<String> exchanged(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException ended) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  /// What comes of all tasks, in their order.
  <T> List<T> all(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(tasks)) {
        results.add(each.get());
      }
      return results;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    http.close();
  }
}
