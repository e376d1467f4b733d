package io.waymark.recommend.models;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.tenancy.TenantId;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What models answered, within one budget of bytes; what was asked for longest ago goes first. A
/// key says everything that an answer depends on, so that nothing in here is ever out of date: it
/// only stops being asked for. Threads may share it.
public final class InferenceCache {
  /// Of a key or an answer, beside what it holds.
  private static final long OVERHEAD = 200;

  private final long budget;
  private final Measurements measurements;
  private final SequencedMap<Hashed, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long questions;
  private long hits;

  public InferenceCache(long budget, Measurements measurements) {
    this.budget = budget;
    this.measurements = measurements;
  }

  /// All that an answer depends on; a record, compared by its values.
  public interface Key {
    TenantId tenant();
  }

  private record Kept(Object answer, long bytes) {}

  /// A key with its hash code, which is one of a whole history: whoever asks works it out before it
  /// keeps others waiting.
  private record Hashed(Key key, int hash) {
    Hashed(Key key) {
      this(key, key.hashCode());
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Hashed(Key of, int its) && its == hash && of.equals(key);
    }
  }

  /// The answer that was kept under a key that is equal.
  public <V> Optional<V> find(Key key, Class<V> type) {
    Hashed hashed = new Hashed(key);
    Optional<V> found;
    synchronized (kept) {
      found = Optional.ofNullable(kept.get(hashed)).map(each -> type.cast(each.answer()));
      questions++;
      hits += found.isPresent() ? 1 : 0;
    }
    if (found.isPresent()) {
      measurements.count(Metric.ANSWER_HITS);
    }
    return found;
  }

  /// Keeps an answer, unless it alone would take more than an eighth of the budget.
  ///
  /// @param size of key and answer in bytes, about
  public void keep(Key key, Object answer, long size) {
    long whole = size + OVERHEAD;
    if (whole > budget / 8) {
      return;
    }
    Hashed hashed = new Hashed(key);
    synchronized (kept) {
      Kept before = kept.put(hashed, new Kept(answer, whole));
      bytes += whole - (before == null ? 0 : before.bytes());
      while (bytes > budget) {
        bytes -= kept.pollFirstEntry().getValue().bytes();
      }
    }
  }

  /// How many answers of all since this instance began were kept ones, and what those kept now
  /// take.
  public String describe() {
    synchronized (kept) {
      return "%d of %d answers were kept ones; now %d, %d of %d KiB"
          .formatted(hits, questions, kept.size(), bytes >> 10, budget >> 10);
    }
  }

  /// About what is taken now.
  long bytes() {
    synchronized (kept) {
      return bytes;
    }
  }
}
