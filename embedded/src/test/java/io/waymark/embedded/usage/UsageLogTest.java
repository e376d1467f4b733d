package io.waymark.embedded.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageLogTest {
  private static final int THREADS = 16;
  private static final int LINES = 200;

  @TempDir Path folder;

  @Test
  void everyLineOfManyThreadsIsThereOnceAndWholeWhenItsCallReturns() throws Exception {
    List<Path> fetched = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    try (UsageLog log = new UsageLog(folder.resolve("log"), folder.resolve("unreadable"));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        String name = "t" + thread;
        running.add(
            threads.submit(
                () -> IntStream.range(0, LINES).forEach(at -> log.add(name + "-" + at + "\n"))));
      }
      fetched.addAll(log.files());
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      for (Future<?> each : running) {
        assertThat(each.get()).isNull();
      }
      fetched.addAll(log.files());
    }
    List<String> lines = new ArrayList<>();
    for (Path file : fetched.stream().distinct().toList()) {
      lines.addAll(Files.readAllLines(file));
    }
    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, THREADS)
                .boxed()
                .flatMap(
                    thread -> IntStream.range(0, LINES).mapToObj(at -> "t" + thread + "-" + at))
                .toList());
  }

  @Test
  void whoseLineWasNotWrittenIsTold() throws IOException {
    Path log = folder.resolve("log");
    try (UsageLog broken = new UsageLog(log, folder.resolve("unreadable"))) {
      Files.delete(log);
      Path _ = Files.writeString(log, "a file where the folder was");
      assertThatThrownBy(() -> broken.add("line\n"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("a usage line could not be kept");
      Files.delete(log);
      broken.add("line\n");
      assertThat(broken.files())
          .singleElement()
          .satisfies(file -> assertThat(file).hasContent("line\n"));
    }
  }
}
