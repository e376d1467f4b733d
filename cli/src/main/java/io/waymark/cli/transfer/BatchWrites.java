package io.waymark.cli.transfer;

import io.waymark.tenancy.installation.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Puts rows of one table in batches. What a batch leaves over is tried again after a wait, from
/// half to the whole of one that doubles, for a table whose capacity grows under the load: two
/// minutes at most in all.
final class BatchWrites {
  static final int ATTEMPTS = 12;

  private static final int BATCH = 25;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Function<List<WriteRequest>, List<WriteRequest>> write;
  private final Pause pause;
  private final RandomGenerator random;
  private final Set<List<AttributeValue>> keys = new HashSet<>();
  private List<WriteRequest> batch = new ArrayList<>();

  /// @param write writes what it can of a batch and returns what is left over
  BatchWrites(
      Function<List<WriteRequest>, List<WriteRequest>> write, Pause pause, RandomGenerator random) {
    this.write = write;
    this.pause = pause;
    this.random = random;
  }

  /// How this waits.
  @FunctionalInterface
  interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  /// Puts a row, now or with the rows after it. A batch has no key twice.
  void put(Map<String, AttributeValue> row) {
    List<AttributeValue> key =
        row.entrySet().stream()
            .filter(
                each ->
                    each.getKey().equals(Table.PARTITION_KEY)
                        || each.getKey().equals(Table.SORT_KEY))
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .toList();
    if (batch.size() == BATCH || !keys.add(key)) {
      flush();
      boolean _ = keys.add(key);
    }
    batch.add(WriteRequest.builder().putRequest(put -> put.item(row)).build());
  }

  /// Returns when every row is put.
  ///
  /// @throws TransferException where the table does not take them
  void flush() {
    List<WriteRequest> left = batch;
    batch = new ArrayList<>();
    keys.clear();
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      left = write.apply(left);
      if (!left.isEmpty()) {
        if (attempt == ATTEMPTS) {
          throw new TransferException("takes no more rows; " + left.size() + " are left over");
        }
        waitAfter(attempt);
      }
    }
  }

  private void waitAfter(int attempt) {
    long most =
        Math.min(FIRST_WAIT.toMillis() << Math.min(attempt - 1, 20), LONGEST_WAIT.toMillis());
    try {
      pause.take(Duration.ofMillis(random.nextLong(most / 2, most + 1)));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new TransferException("was not written to its end: the command was stopped");
    }
  }
}
