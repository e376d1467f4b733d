package io.waymark.embedded.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.streams.StreamLog;
import io.waymark.testing.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsPortTest {
  @TempDir private Path folder;

  @Test
  void isHealthyAsLongAsWhatItAcceptedIsDelivered() throws Exception {
    List<String> troubles = new CopyOnWriteArrayList<>();
    try (StreamLog stream = StreamLog.open(folder.resolve("stream"), 1, Clock.systemUTC());
        AsynchronousInvocations none =
            new AsynchronousInvocations(
                folder.resolve("queue"),
                folder.resolve("failed"),
                new NoFunctions(),
                AsynchronousInvocations.Timing.closing(Duration.ofSeconds(20)),
                (_, _) -> {});
        AwsPort port =
            AwsPort.open(
                new KinesisApi("events", stream),
                new NoFunctions(),
                none,
                () -> List.copyOf(troubles),
                "key")) {
      assertThat(health(port).statusCode()).isEqualTo(200);

      troubles.add("stream-to-ingest shard-0 failed");
      assertThat(health(port).statusCode()).isEqualTo(503);
      assertThat(health(port).body()).isEqualTo("stream-to-ingest shard-0 failed");
    }
  }

  @Test
  void saysWhenToComeBackWhereAsManyEventsWaitAsMay() throws Exception {
    Files.createDirectories(folder.resolve("queue"));
    for (int at = 0; at < AsynchronousInvocations.MOST; at++) {
      Files.createFile(folder.resolve("queue/job--" + at + ".json"));
    }
    Semaphore mayEnd = new Semaphore(0);
    Invoker waiting =
        new Invoker() {
          @Override
          public Optional<byte[]> invoke(String functionName, String requestId, byte[] event) {
            mayEnd.acquireUninterruptibly();
            return Optional.of(event);
          }

          @Override
          public boolean has(String functionName) {
            return functionName.equals("job");
          }
        };
    try (StreamLog stream = StreamLog.open(folder.resolve("stream"), 1, Clock.systemUTC());
        AsynchronousInvocations asynchronous =
            new AsynchronousInvocations(
                folder.resolve("queue"),
                folder.resolve("failed"),
                waiting,
                AsynchronousInvocations.Timing.closing(Duration.ofSeconds(20)),
                (_, _) -> {});
        AwsPort port =
            AwsPort.open(
                new KinesisApi("events", stream), waiting, asynchronous, List::of, "key")) {
      asynchronous.resume();
      HttpResponse<String> refused = event(port, "job");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("TooManyRequestsException", "10000 events wait");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");

      mayEnd.release(AsynchronousInvocations.MOST + 1);
      Eventually.await(() -> asynchronous.succeeded() == AsynchronousInvocations.MOST);
      Eventually.await(() -> event(port, "job").statusCode() == 202);
      assertThat(event(port, "another").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> event(AwsPort port, String function) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(
                  port.url().resolve("/2015-03-31/functions/" + function + "/invocations"))
              .header("Authorization", "AWS4-HMAC-SHA256 Credential=key/20260301/")
              .header("X-Amz-Invocation-Type", "Event")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> health(AwsPort port) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(port.url().resolve("/health")).build(), BodyHandlers.ofString());
    }
  }

  private static final class NoFunctions implements Invoker {
    @Override
    public Optional<byte[]> invoke(String functionName, String requestId, byte[] event) {
      return Optional.empty();
    }

    @Override
    public boolean has(String functionName) {
      return false;
    }
  }
}
