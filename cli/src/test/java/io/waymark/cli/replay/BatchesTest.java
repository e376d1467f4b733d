package io.waymark.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
  @TempDir private Path data;

  private final List<String> done = new ArrayList<>();

  /// Each is of megabytes, and there may be many.
  @Test
  void areReadOneAfterTheOther() throws IOException {
    for (String name : List.of("a", "b", "c", "no-batch")) {
      Path file = data.resolve("failed/stream/" + name + ".json");
      Files.createDirectories(file.resolve("..").normalize());
      Files.writeString(
          file,
          name.equals("no-batch")
              ? "{}"
              : "{\"requestContext\":{\"functionArn\":\"%s\"},\"payload\":{\"Records\":[1]}}"
                  .formatted(name));
    }
    GivenUpBatches folder = GivenUpBatches.of(data);
    Batches batches =
        new Batches(
            new Noted(folder),
            (function, _) -> {
              done.add("invoke " + function);
              return new StreamFunctions.Answer(function.equals("b"), "{\"batchItemFailures\":[]}");
            });
    List<String> others =
        batches.replay(
            name -> !name.contains("c.json"),
            (batch, outcome) ->
                done.add(outcome.getClass().getSimpleName() + " " + batch.functionArn()));
    assertThat(others).containsExactly("stream/no-batch.json");
    assertThat(done)
        .containsExactly(
            "read stream/a.json",
            "invoke a",
            "remove a",
            "Taken a",
            "read stream/b.json",
            "invoke b",
            "Failed b",
            "read stream/no-batch.json");
    try (Stream<String> left = folder.names()) {
      assertThat(left).containsExactly("stream/b.json", "stream/c.json", "stream/no-batch.json");
    }
  }

  /// A store that says what it was asked for.
  private final class Noted implements GivenUpBatches {
    private final GivenUpBatches store;

    Noted(GivenUpBatches store) {
      this.store = store;
    }

    @Override
    public String command() {
      return store.command();
    }

    @Override
    public Stream<String> names() throws IOException {
      return store.names();
    }

    @Override
    public boolean isOfAStream(String name) {
      return true;
    }

    @Override
    public Optional<GivenUpBatch> find(String name) throws IOException {
      done.add("read " + name);
      return store.find(name);
    }

    @Override
    public void remove(GivenUpBatch batch) throws IOException {
      done.add("remove " + batch.functionArn());
      store.remove(batch);
    }
  }
}
