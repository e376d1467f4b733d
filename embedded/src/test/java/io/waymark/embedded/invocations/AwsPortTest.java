package io.waymark.embedded.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.streams.StreamLog;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
