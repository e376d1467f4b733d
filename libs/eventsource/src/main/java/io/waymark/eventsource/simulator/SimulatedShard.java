package io.waymark.eventsource.simulator;

import io.waymark.eventsource.Entry;
import io.waymark.eventsource.KinesisRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One shard: the records of a range of hash keys, in their order. Closed once it was split or
/// merged.
final class SimulatedShard {
  private final String name;
  private final BigInteger from;
  private final BigInteger to;
  private final List<SimulatedShard> parents;
  private final List<Entry<KinesisRecord>> records = new ArrayList<>();
  private boolean closed;

  /// @param from the lowest hash key, inclusive
  /// @param to the highest hash key, inclusive
  SimulatedShard(String name, BigInteger from, BigInteger to, List<SimulatedShard> parents) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.parents = List.copyOf(parents);
  }

  String name() {
    return name;
  }

  BigInteger from() {
    return from;
  }

  BigInteger to() {
    return to;
  }

  List<SimulatedShard> parents() {
    return parents;
  }

  boolean closed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  boolean holds(BigInteger hash) {
    return hash.compareTo(from) >= 0 && hash.compareTo(to) <= 0;
  }

  void add(Entry<KinesisRecord> record) {
    records.add(record);
  }

  /// The records behind `sequence` that arrived at `oldest` or later.
  List<Entry<KinesisRecord>> after(Optional<String> sequence, int limit, Instant oldest) {
    int at = sequence.map(this::placeBehind).orElse(0);
    while (at < records.size() && records.get(at).arrival().isBefore(oldest)) {
      at++;
    }
    return List.copyOf(records.subList(at, Math.min(records.size(), at + limit)));
  }

  /// The record that came last.
  Optional<String> last() {
    return records.isEmpty() ? Optional.empty() : Optional.of(records.getLast().sequence());
  }

  boolean endsAt(Optional<String> sequence) {
    return sequence.map(this::placeBehind).orElse(0) == records.size();
  }

  private int placeBehind(String sequence) {
    int low = 0;
    int high = records.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (records.get(middle).sequence().compareTo(sequence) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
