package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir private Path folder;

  @Test
  void ofManyWhoMakeItAtOnceAllHaveTheSame() throws Exception {
    Path file = folder.resolve("keys/some.key");
    Set<String> keys = new TreeSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<byte[]> each :
          threads.invokeAll(
              IntStream.range(0, 32)
                  .<Callable<byte[]>>mapToObj(_ -> () -> KeyFile.random(file, 32))
                  .toList())) {
        keys.add(HexFormat.of().formatHex(each.get()));
      }
    }
    assertThat(keys).hasSize(1);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(HexFormat.of().parseHex(keys.iterator().next()))
        .hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      assertThat(files).as("no draft is left").containsExactly(file);
    }
  }

  @Test
  void twoFilesHaveTwoKeys() throws IOException {
    assertThat(KeyFile.random(folder.resolve("a"), 32))
        .isNotEqualTo(KeyFile.random(folder.resolve("b"), 32));
  }

  @Test
  void whatIsThereIsReadAndNotMade() throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "there");
    assertThat(
            KeyFile.readOrMake(
                file,
                () -> {
                  throw new AssertionError("it is there");
                }))
        .isEqualTo("there".getBytes(StandardCharsets.UTF_8));
  }

  /// As a power cut may leave it.
  @Test
  void aKeyOfAnotherLengthIsNamedAndNotUsed() throws IOException {
    Path file = Files.createFile(folder.resolve("cut.key"));
    assertThatThrownBy(() -> KeyFile.random(file, 32))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.key has 0 bytes");
  }
}
