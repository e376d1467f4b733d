package io.waymark.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class BatchWritesTest {
  private final List<Duration> waits = new ArrayList<>();
  private final List<String> written = new ArrayList<>();

  @Test
  void putsEveryRowInBatches() {
    List<Integer> sizes = new ArrayList<>();
    BatchWrites writes =
        writes(
            batch -> {
              sizes.add(batch.size());
              batch.forEach(each -> written.add(name(each)));
              return List.of();
            });
    for (int row = 0; row < 60; row++) {
      writes.put(row("r" + row));
    }
    writes.flush();
    writes.flush();
    assertThat(sizes).containsExactly(25, 25, 10);
    assertThat(written).hasSize(60).doesNotHaveDuplicates();
    assertThat(waits).isEmpty();
  }

  @Test
  void waitsLongerAndLongerBeforeItTriesWhatWasLeftOverAgain() {
    BatchWrites writes =
        writes(
            batch -> {
              written.add(name(batch.getFirst()));
              return batch.subList(1, batch.size());
            });
    for (int row = 0; row < 5; row++) {
      writes.put(row("r" + row));
    }
    writes.flush();
    assertThat(written).containsExactly("r0", "r1", "r2", "r3", "r4");
    assertThat(waits).hasSize(4);
    for (int at = 0; at < waits.size(); at++) {
      assertThat(waits.get(at))
          .isBetween(Duration.ofMillis(50L << at), Duration.ofMillis(100L << at));
    }
  }

  @Test
  void givesUpOnATableThatTakesNothing() {
    BatchWrites writes = writes(batch -> batch);
    writes.put(row("r"));
    assertThatThrownBy(writes::flush)
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("takes no more rows; 1 are left over");
    assertThat(waits).hasSize(BatchWrites.ATTEMPTS - 1).allMatch(wait -> wait.toSeconds() <= 30);
  }

  /// DynamoDB refuses a batch that has a key twice.
  @Test
  void putsARowThatComesTwiceOneAfterTheOther() {
    List<Integer> sizes = new ArrayList<>();
    BatchWrites writes =
        writes(
            batch -> {
              sizes.add(batch.size());
              return List.of();
            });
    List.of("a", "b", "a").forEach(each -> writes.put(row(each)));
    writes.flush();
    assertThat(sizes).containsExactly(2, 1);
  }

  private BatchWrites writes(Function<List<WriteRequest>, List<WriteRequest>> table) {
    return new BatchWrites(table, waits::add, new Random(7));
  }

  private static Map<String, AttributeValue> row(String name) {
    return Map.of("pk", AttributeValue.fromS("4:demo"), "sk", AttributeValue.fromS(name));
  }

  private static String name(WriteRequest put) {
    return Objects.requireNonNull(put.putRequest().item().get("sk")).s();
  }
}
