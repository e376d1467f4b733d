package io.waymark.embedded.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.eventsource.Entry;
import io.waymark.eventsource.KinesisRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardLogTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
  @TempDir private Path folder;

  @Test
  void givesBackWhatWasAppendedInOrder() throws IOException {
    try (ShardLog log = ShardLog.open("s", folder, NOON)) {
      List<String> sequences = log.append(List.of(record("a"), record("ü"), record("c")));

      assertThat(sequences).isSorted().doesNotHaveDuplicates();
      assertThat(log.after(Optional.empty(), 10))
          .map(each -> each.payload().partitionKey())
          .containsExactly("a", "ü", "c");
      assertThat(log.after(Optional.of(sequences.getFirst()), 1))
          .map(each -> each.payload().partitionKey())
          .containsExactly("ü");
      assertThat(log.after(Optional.of(sequences.getLast()), 10)).isEmpty();
      assertThat(log.after(Optional.empty(), 10)).map(Entry::arrival).containsOnly(NOON.instant());
    }
  }

  @Test
  @DisplayName("E6: a restart goes on behind the last record; a torn write is cut off")
  void cutsOffATornWrite() throws IOException {
    String first;
    try (ShardLog log = ShardLog.open("s", folder, NOON)) {
      first = log.append(List.of(record("whole"))).getFirst();
      log.append(List.of(record("torn")));
    }
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 1; cut < bytes.length / 2; cut++) {
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - cut));
      try (ShardLog log = ShardLog.open("s", folder, NOON)) {
        assertThat(log.after(Optional.empty(), 10))
            .map(each -> each.payload().partitionKey())
            .containsExactly("whole");
        log.append(List.of(record("next")));
        assertThat(log.after(Optional.of(first), 10))
            .map(each -> each.payload().partitionKey())
            .containsExactly("next");
      }
    }
  }

  @Test
  @DisplayName("E6: bytes that are no record are cut off too")
  void cutsOffRubbish() throws IOException {
    try (ShardLog log = ShardLog.open("s", folder, NOON)) {
      log.append(List.of(record("whole")));
    }
    Files.writeString(
        onlyFile(), "rubbish of any length", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    try (ShardLog log = ShardLog.open("s", folder, NOON)) {
      assertThat(log.after(Optional.empty(), 10)).hasSize(1);
    }
  }

  @Test
  void forgetsOnlyWhatIsSettledAndADayOld() throws IOException {
    KinesisRecord large = new KinesisRecord("key", "x".repeat(9 * 1024 * 1024));
    List<String> sequences = new ArrayList<>();
    try (ShardLog log = ShardLog.open("s", folder, Clock.systemUTC())) {
      for (int at = 0; at < 4; at++) {
        sequences.addAll(log.append(List.of(large)));
      }
      log.settled(sequences.getLast());
      assertThat(log.after(Optional.empty(), 10)).hasSize(4);
    }
    Clock later = Clock.offset(Clock.systemUTC(), java.time.Duration.ofHours(25));
    try (ShardLog log = ShardLog.open("s", folder, later)) {
      log.settled(sequences.get(1));
      assertThat(log.after(Optional.empty(), 10)).hasSize(4);
      log.settled(sequences.get(2));
      assertThat(log.after(Optional.empty(), 10))
          .map(Entry::sequence)
          .containsExactlyElementsOf(sequences.subList(2, 4));
    }
  }

  @Test
  void keysKeepTheirShardAndSpreadOverAll() throws IOException {
    try (StreamLog stream = StreamLog.open(folder, 4, NOON)) {
      Set<String> used = new HashSet<>();
      for (int at = 0; at < 100; at++) {
        used.add(stream.shardOf("key-" + at).name());
        assertThat(stream.shardOf("key-" + at)).isSameAs(stream.shardOf("key-" + at));
      }
      assertThat(used).hasSize(4);
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static KinesisRecord record(String key) {
    return new KinesisRecord(key, "aGVsbG8=");
  }
}
