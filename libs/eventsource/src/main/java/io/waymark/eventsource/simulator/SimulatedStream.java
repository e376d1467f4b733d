package io.waymark.eventsource.simulator;

import io.waymark.eventsource.Entry;
import io.waymark.eventsource.KinesisRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/// A stream: a record goes to the shard that holds the MD5 of its partition key.
public final class SimulatedStream {
  private static final int HASH_BITS = 128;

  private final Simulation simulation;
  private final Duration kept;
  private final List<SimulatedShard> shards = new ArrayList<>();
  private final List<Consumer<SimulatedShard>> listeners = new ArrayList<>();
  private long sequence;

  /// @param kept how long a record can be read
  public SimulatedStream(Simulation simulation, int shards, Duration kept) {
    this.simulation = simulation;
    this.kept = kept;
    BigInteger all = BigInteger.ONE.shiftLeft(HASH_BITS);
    BigInteger count = BigInteger.valueOf(shards);
    for (int at = 0; at < shards; at++) {
      BigInteger from = all.multiply(BigInteger.valueOf(at)).divide(count);
      BigInteger next = all.multiply(BigInteger.valueOf(at + 1L)).divide(count);
      open(from, next.subtract(BigInteger.ONE), List.of());
    }
  }

  /// A record as it was accepted: where, and what it holds.
  public record Accepted(String shard, Entry<KinesisRecord> entry) {
    /// As Lambda names it.
    public String eventId() {
      return shard + ":" + entry.sequence();
    }
  }

  /// Accepts a record now.
  public Accepted put(String partitionKey, byte[] data) {
    BigInteger hash = hash(partitionKey);
    SimulatedShard shard =
        shards.stream()
            .filter(each -> !each.closed() && each.holds(hash))
            .findFirst()
            .orElseThrow(); // the open shards hold every hash
    sequence += 1 + simulation.below(1_000);
    KinesisRecord record =
        new KinesisRecord(partitionKey, Base64.getEncoder().encodeToString(data));
    Entry<KinesisRecord> entry =
        new Entry<>(
            "49%054d".formatted(sequence), // of one length, so that text order is number order
            simulation.now(),
            partitionKey.length() + data.length,
            record);
    shard.add(entry);
    listeners.forEach(each -> each.accept(shard));
    return new Accepted(shard.name(), entry);
  }

  /// Has a sender put a record after `delay`: once, or again where it does not learn of it.
  ///
  /// @param accepted told of each time
  public void send(Duration delay, String partitionKey, byte[] data, Consumer<Accepted> accepted) {
    simulation.after(
        delay,
        () -> {
          if (simulation.occurs(Fault.RESHARDED)) {
            reshard();
          }
          accepted.accept(put(partitionKey, data));
          if (simulation.occurs(Fault.SENT_AGAIN)) {
            send(simulation.upTo(Duration.ofSeconds(5)), partitionKey, data, accepted);
          }
        });
  }

  /// Splits a shard in the middle of its hash keys, or merges two that are neighbours.
  public void reshard() {
    List<SimulatedShard> open = shards.stream().filter(each -> !each.closed()).toList();
    int chosen = simulation.below(open.size());
    SimulatedShard shard = open.get(chosen);
    List<SimulatedShard> right =
        open.stream().filter(each -> each.from().equals(shard.to().add(BigInteger.ONE))).toList();
    if (right.isEmpty() || simulation.below(2) == 0) {
      split(shard);
    } else {
      merge(shard, right.getFirst());
    }
  }

  private void split(SimulatedShard shard) {
    BigInteger middle = shard.from().add(shard.to()).shiftRight(1);
    shard.close();
    SimulatedShard low = open(shard.from(), middle, List.of(shard));
    SimulatedShard high = open(middle.add(BigInteger.ONE), shard.to(), List.of(shard));
    simulation.say("%s is split into %s and %s".formatted(shard.name(), low.name(), high.name()));
    listeners.forEach(each -> each.accept(shard));
  }

  private void merge(SimulatedShard left, SimulatedShard right) {
    left.close();
    right.close();
    SimulatedShard both = open(left.from(), right.to(), List.of(left, right));
    simulation.say(
        "%s and %s are merged into %s".formatted(left.name(), right.name(), both.name()));
    listeners.forEach(each -> each.accept(left));
    listeners.forEach(each -> each.accept(right));
  }

  private SimulatedShard open(BigInteger from, BigInteger to, List<SimulatedShard> parents) {
    SimulatedShard shard =
        new SimulatedShard("shardId-%012d".formatted(shards.size()), from, to, parents);
    shards.add(shard);
    listeners.forEach(each -> each.accept(shard));
    return shard;
  }

  /// The name of the shard that takes records of this key now.
  public String shardOf(String partitionKey) {
    BigInteger hash = hash(partitionKey);
    return shards.stream()
        .filter(each -> !each.closed() && each.holds(hash))
        .map(SimulatedShard::name)
        .findFirst()
        .orElseThrow();
  }

  /// Told of every shard that has something new.
  void listen(Consumer<SimulatedShard> listener) {
    listeners.add(listener);
    List.copyOf(shards).forEach(listener);
  }

  /// What arrived before can no longer be read.
  Instant oldest() {
    return simulation.now().minus(kept);
  }

  private static BigInteger hash(String partitionKey) {
    try {
      return new BigInteger(
          1,
          MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
