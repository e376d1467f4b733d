package io.waymark.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prints what a warm `POST /recommend` costs through the HTTP port, for one caller and for ten; no
/// test, since a time says more about a machine than about a change. Against a service that told the
/// demo's story (`./waymark demo`):
///
///     java embedded/src/test/java/io/waymark/embedded/HttpBenchmark.java http://127.0.0.1:8080
public final class HttpBenchmark {
  private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
  private static final int USERS = 100;
  private static final int WARM_UP = 3_000;
  private static final int CALLS = 3_000;
  private static final int OK = 200;
  private static final double MILLIS = 1e6;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI recommend;
  private final String token;

  private HttpBenchmark(String url) throws IOException, InterruptedException {
    this.recommend = URI.create(url + "/api/v1/recommend");
    HttpRequest logIn =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/auth/login"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"email\":\"admin@demo.com\",\"password\":\"demo123456\"}"))
            .build();
    Matcher found = TOKEN.matcher(http.send(logIn, BodyHandlers.ofString()).body());
    if (!found.find()) {
      throw new IllegalStateException("no log-in at " + url);
    }
    this.token = found.group(1);
  }

  public static void main(String[] arguments) throws Exception {
    HttpBenchmark benchmark = new HttpBenchmark(arguments[0]);
    benchmark.measure(10, WARM_UP);
    for (int callers : new int[] {1, 10}) {
      for (int round = 1; round <= 3; round++) {
        System.out.printf(
            "%2d callers, round %d: %s%n", callers, round, benchmark.measure(callers, CALLS));
      }
    }
  }

  private String measure(int callers, int calls) throws Exception {
    long begin = System.nanoTime();
    List<Future<long[]>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < callers; caller++) {
        int first = caller;
        Callable<long[]> loop = () -> loop(first, calls / callers);
        running.add(threads.submit(loop));
      }
    }
    long took = System.nanoTime() - begin;
    List<long[]> parts = new ArrayList<>();
    for (Future<long[]> each : running) {
      parts.add(each.get());
    }
    long[] nanos = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return "p50 %.2f ms, p99 %.2f ms, %.0f a second"
        .formatted(
            nanos[nanos.length / 2] / MILLIS,
            nanos[nanos.length * 99 / 100] / MILLIS,
            nanos.length / (took / 1e9));
  }

  private long[] loop(int first, int calls) throws IOException, InterruptedException {
    long[] nanos = new long[calls];
    for (int at = 0; at < calls; at++) {
      HttpRequest request =
          HttpRequest.newBuilder(recommend)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(
                  BodyPublishers.ofString(
                      "{\"user_id\":\"user_%03d\",\"count\":10}"
                          .formatted(1 + (first * 7 + at) % USERS)))
              .build();
      long begin = System.nanoTime();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      nanos[at] = System.nanoTime() - begin;
      if (answer.statusCode() != OK) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    }
    return nanos;
  }
}
