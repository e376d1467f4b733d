package io.waymark.eventsource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The state of one shard under an event source mapping: which records run next, which are
/// repeated, split or given up, and how far everything is settled. Decides only; time comes in as
/// an argument, so that a test runs days of failures in milliseconds. Not thread-safe: one consumer
/// drives it.
///
/// On a failure the batch is cut at the lowest failed sequence number, what stands before it is
/// settled, and the rest runs again after a back-off. A rest that made no progress is halved where
/// the mapping bisects, so that a record which can never be applied ends alone.
public final class Shard<T> {
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final int LONGEST_BACKOFF_STEP = 9;

  private final MappingConfig config;
  private final Deque<Batch<T>> batches = new ArrayDeque<>();
  private final List<Entry<T>> gathered = new ArrayList<>();
  private Optional<String> checkpoint;
  private Instant gatheringSince = Instant.EPOCH;
  private Instant notBefore = Instant.EPOCH;
  private int failuresInARow;
  private long gatheredBytes;

  /// @param checkpoint the last record that was settled before; empty begins with the oldest
  public Shard(MappingConfig config, Optional<String> checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
  }

  /// The last settled record: this one and all before it are applied or kept as given up.
  public Optional<String> checkpoint() {
    return checkpoint;
  }

  /// How many records may be offered now.
  public int room() {
    boolean full = gatheredBytes >= MappingConfig.MAX_BATCH_BYTES;
    return full || !batches.isEmpty() ? 0 : config.batchSize() - gathered.size();
  }

  /// Adds the records that follow those offered before.
  public void offer(List<Entry<T>> records, Instant now) {
    if (gathered.isEmpty() && !records.isEmpty()) {
      gatheringSince = now;
    }
    for (Entry<T> each : records) {
      if (!gathered.isEmpty() && gatheredBytes + each.bytes() > MappingConfig.MAX_BATCH_BYTES) {
        close();
      }
      gathered.add(each);
      gatheredBytes += each.bytes();
    }
  }

  /// What to do now.
  public Step<T> next(Instant now) {
    boolean due = !now.isBefore(gatheringSince.plus(config.window()));
    if (batches.isEmpty() && !gathered.isEmpty() && (due || room() == 0)) {
      close();
    }
    Batch<T> batch = batches.peek();
    if (batch == null) {
      return new Step.Wait<>(
          gathered.isEmpty() ? Instant.MAX : gatheringSince.plus(config.window()));
    }
    List<Entry<T>> old = tooOld(batch.records(), now);
    if (!old.isEmpty()) {
      return new Step.GiveUp<>(old, GivenUp.Reason.RECORD_AGE_EXCEEDED, batch.error());
    }
    if (batch.failures() > config.retries()) {
      return new Step.GiveUp<>(
          batch.records(), GivenUp.Reason.RETRY_ATTEMPTS_EXHAUSTED, batch.error());
    }
    return now.isBefore(notBefore)
        ? new Step.Wait<>(notBefore)
        : new Step.Invoke<>(batch.records());
  }

  /// No more records come for now: the batch that is being gathered need not wait for its window.
  public void hurry() {
    if (!gathered.isEmpty() && batches.isEmpty()) {
      close();
    }
  }

  /// How many records are neither applied nor given up.
  public int open() {
    return batches.stream().mapToInt(batch -> batch.records().size()).sum() + gathered.size();
  }

  /// When the oldest of them arrived; empty where there are none.
  public Optional<Instant> oldest() {
    List<Entry<T>> first = batches.isEmpty() ? gathered : batches.getFirst().records();
    return first.stream().findFirst().map(Entry::arrival);
  }

  /// Takes what the invocation of the step before came to.
  public void invoked(Outcome outcome, Instant now) {
    Batch<T> batch = batches.remove();
    if (outcome instanceof Outcome.Throttled) {
      failuresInARow++;
      notBefore = now.plus(backoff());
      batches.push(batch);
      return;
    }
    int failedAt = firstFailed(batch.records(), outcome);
    settle(batch.records().subList(0, failedAt));
    List<Entry<T>> rest = batch.records().subList(failedAt, batch.records().size());
    if (rest.isEmpty()) {
      return;
    }
    failuresInARow++;
    notBefore = now.plus(backoff());
    String error = outcome instanceof Outcome.Failed failed ? failed.error() : "records failed";
    if (failedAt > 0) {
      batches.push(new Batch<>(rest, config.bisect() ? 0 : 1, error)); // splitting is no retry
    } else if (config.bisect() && rest.size() > 1) {
      int half = rest.size() / 2;
      batches.push(new Batch<>(rest.subList(half, rest.size()), batch.failures(), error));
      batches.push(new Batch<>(rest.subList(0, half), batch.failures(), error));
    } else {
      batches.push(new Batch<>(rest, batch.failures() + 1, error));
    }
  }

  /// The records of the step before are on the on-failure store.
  public void kept(int count) {
    Batch<T> batch = batches.remove();
    settle(batch.records().subList(0, count));
    if (count < batch.records().size()) {
      batches.push(
          new Batch<>(
              batch.records().subList(count, batch.records().size()),
              batch.failures(),
              batch.error()));
    }
  }

  private void close() {
    batches.add(new Batch<>(List.copyOf(gathered), 0, "never invoked"));
    gathered.clear();
    gatheredBytes = 0;
  }

  private void settle(List<Entry<T>> done) {
    if (!done.isEmpty()) {
      checkpoint = Optional.of(done.getLast().sequence());
      failuresInARow = 0;
      notBefore = Instant.EPOCH;
    }
  }

  private List<Entry<T>> tooOld(List<Entry<T>> records, Instant now) {
    Instant oldest = now.minus(config.maximumAge());
    int count = 0;
    while (count < records.size() && records.get(count).arrival().isBefore(oldest)) {
      count++;
    }
    return records.subList(0, count);
  }

  private Duration backoff() {
    Duration doubled =
        FIRST_BACKOFF.multipliedBy(1L << Math.min(failuresInARow - 1, LONGEST_BACKOFF_STEP));
    return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
  }

  private static <T> int firstFailed(List<Entry<T>> records, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied() -> records.size();
      case Outcome.Failed _, Outcome.Throttled _ -> 0;
      case Outcome.Partial(Set<String> failed) -> {
        Set<String> unknown = new HashSet<>(failed);
        int first = records.size();
        for (int at = records.size() - 1; at >= 0; at--) {
          if (unknown.remove(records.get(at).sequence())) {
            first = at;
          }
        }
        yield unknown.isEmpty() ? first : 0;
      }
    };
  }

  /// @param failures invocations of exactly these records that failed
  private record Batch<T>(List<Entry<T>> records, int failures, String error) {}
}
