package io.waymark.embedded.invocations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsynchronousInvocationsTest {
  @TempDir private Path folder;
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> lastResort = new CompletableFuture<>();

  @Test
  void goesOnWithAnEventWhoseFileCannotBeRead() throws Exception {
    Path event = Files.createDirectories(folder.resolve("queue/job--1.json"));
    try (AsynchronousInvocations invocations = invocations(this::deliver)) {
      invocations.resume();
      Eventually.await(() -> !invocations.troubles().isEmpty());
      assertThat(invocations.troubles().getFirst()).contains("job--1.json");

      Files.delete(event);
      Files.writeString(event, "one");
      assertThat(delivered.poll(20, SECONDS)).isEqualTo("job one");
      Eventually.await(() -> invocations.troubles().isEmpty());
      assertThat(invocations.succeeded()).isEqualTo(1);
    }
    assertThat(event).doesNotExist();
  }

  @Test
  void handsAFailureOfTheJvmToTheLastResort() throws Exception {
    OutOfMemoryError full = new OutOfMemoryError("full");
    Calls fails =
        (_, _) -> {
          throw full;
        };
    try (AsynchronousInvocations invocations = invocations(fails)) {
      invocations.accept("job", bytes("one"));
      assertThat(lastResort.get(20, SECONDS)).isSameAs(full);
    }
    assertThat(folder.resolve("queue")).isNotEmptyDirectory();
  }

  private void deliver(String function, String event) {
    delivered.add(function + " " + event);
  }

  private AsynchronousInvocations invocations(Calls calls) throws IOException {
    return new AsynchronousInvocations(
        folder.resolve("queue"),
        folder.resolve("failed"),
        calls,
        Duration.ofSeconds(20),
        (_, failure) -> lastResort.complete(failure));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Functions that answer nothing of interest.
  private interface Calls extends Invoker {
    void call(String function, String event);

    @Override
    default Optional<byte[]> invoke(String functionName, String requestId, byte[] event) {
      call(functionName, new String(event, StandardCharsets.UTF_8));
      return Optional.of(new byte[0]);
    }

    @Override
    default boolean has(String functionName) {
      return true;
    }
  }
}
