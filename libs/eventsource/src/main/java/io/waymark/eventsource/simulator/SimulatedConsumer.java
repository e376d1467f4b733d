package io.waymark.eventsource.simulator;

import io.waymark.eventsource.BatchFailures;
import io.waymark.eventsource.Entry;
import io.waymark.eventsource.GivenUp;
import io.waymark.eventsource.KinesisRecord;
import io.waymark.eventsource.Outcome;
import io.waymark.eventsource.Shard;
import io.waymark.eventsource.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Drives the [Shard] of one shard on the virtual clock.
final class SimulatedConsumer {
  private static final Duration POLL = Duration.ofSeconds(1);

  /// How long a shard iterator of Kinesis is good.
  private static final Duration ITERATOR_GOOD = Duration.ofMinutes(5);

  /// What no event source can read, one of them that of an id nobody sent.
  private static final List<String> MALFORMED =
      List.of(
          "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
          "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
          "{\"batchItemFailures\":[{\"sequenceNumber\":\"1\"}]}",
          "{\"batchItemFailures\":[{\"itemIdentifier\":\"unknown\"}]}",
          "{\"batchItemFailures\":\"1\"}",
          "{\"batchItemFail");

  private final SimulatedMapping mapping;
  private final Simulation simulation;
  private final SimulatedShard shard;
  private Shard<KinesisRecord> state;
  private Optional<String> read = Optional.empty();
  private Optional<String> saved = Optional.empty();
  private Instant iteratorSince;
  private boolean invoking;
  private Instant wakesAt = Instant.MAX;
  private boolean drained;

  SimulatedConsumer(SimulatedMapping mapping, SimulatedShard shard) {
    this.mapping = mapping;
    this.simulation = mapping.simulation();
    this.shard = shard;
    this.state = new Shard<>(mapping.config(), saved);
    this.iteratorSince = simulation.now();
  }

  /// Everything of a closed shard is settled.
  boolean drained() {
    return drained;
  }

  /// There may be something to do within the time between two polls.
  void wake() {
    if (!drained) {
      wakeAt(simulation.now().plus(simulation.upTo(POLL)));
    }
  }

  private void wakeAt(Instant when) {
    if (when.isBefore(wakesAt)) {
      wakesAt = when;
      simulation.at(
          when,
          () -> {
            if (when.equals(wakesAt)) {
              wakesAt = Instant.MAX;
              step();
            }
          });
    }
  }

  private void step() {
    if (invoking || drained || !mapping.drained(shard.parents())) {
      return;
    }
    read();
    switch (state.next(simulation.now())) {
      case Step.Wait<KinesisRecord>(Instant until) -> {
        if (!until.equals(Instant.MAX)) {
          wakeAt(until);
        } else if (shard.closed() && shard.endsAt(read) && state.open() == 0) {
          drained = true;
          simulation.say("%s is drained".formatted(shard.name()));
          mapping.drained();
        }
      }
      case Step.Invoke<KinesisRecord>(List<Entry<KinesisRecord>> batch) -> invoke(batch);
      case Step.GiveUp<KinesisRecord>(
              List<Entry<KinesisRecord>> batch,
              GivenUp.Reason reason,
              String error) ->
          giveUp(batch, reason, error);
    }
  }

  private void read() {
    int room = state.room();
    if (room == 0 || shard.endsAt(read)) {
      return;
    }
    if (simulation.occurs(Fault.READ_THROTTLED) || simulation.occurs(Fault.READ_EMPTY)) {
      wakeAt(simulation.now().plus(POLL));
      return;
    }
    Instant now = simulation.now();
    if (iteratorSince.plus(ITERATOR_GOOD).isBefore(now)
        || simulation.occurs(Fault.ITERATOR_EXPIRED)) {
      simulation.say("%s: the iterator expired, a new one behind %s".formatted(shard.name(), read));
    }
    iteratorSince = now;
    int limit = simulation.occurs(Fault.READ_SHORT) ? 1 + simulation.below(room) : room;
    List<Entry<KinesisRecord>> records = shard.after(read, limit, mapping.stream().oldest());
    if (records.isEmpty()) { // older than what the stream keeps
      read = shard.last();
      return;
    }
    read = Optional.of(records.getLast().sequence());
    state.offer(records, now);
    if (!shard.endsAt(read)) {
      wakeAt(now.plus(simulation.upTo(POLL)));
    }
  }

  private void invoke(List<Entry<KinesisRecord>> batch) {
    simulation.say(
        "%s: invokes with %d from %s"
            .formatted(shard.name(), batch.size(), batch.getFirst().sequence()));
    invoking = true;
    mapping
        .function()
        .invoke(
            mapping.event(shard.name(), batch),
            ended -> {
              invoking = false;
              settle(outcome(ended));
              step();
            });
  }

  private Outcome outcome(Instances.Ended ended) {
    return switch (ended) {
      case Instances.Ended.Throttled _ -> new Outcome.Throttled();
      case Instances.Ended.Failed(String error) -> new Outcome.Failed(error);
      case Instances.Ended.Answered(String answer) -> {
        String got =
            simulation.occurs(Fault.MALFORMED_ANSWER)
                ? MALFORMED.get(simulation.below(MALFORMED.size()))
                : answer;
        yield BatchFailures.read(got.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private void settle(Outcome outcome) {
    simulation.say(shard.name() + ": " + told(outcome));
    state.invoked(outcome, simulation.now());
    if (!state.checkpoint().equals(saved) && simulation.occurs(Fault.DELIVERED_AGAIN)) {
      simulation.say("%s: goes back behind %s".formatted(shard.name(), saved));
      state = new Shard<>(mapping.config(), saved);
      read = saved;
    }
    saved = state.checkpoint();
  }

  private static String told(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied() -> "applied";
      case Outcome.Throttled() -> "throttled";
      case Outcome.Failed(String error) -> error;
      case Outcome.Partial(Set<String> failed) -> "failed " + new TreeSet<>(failed);
    };
  }

  /// Puts away what is given up, with its payload: as much of it as the stream still has.
  private void giveUp(List<Entry<KinesisRecord>> batch, GivenUp.Reason reason, String error) {
    if (simulation.occurs(Fault.DESTINATION_DOWN)) {
      wakeAt(simulation.now().plus(POLL));
      return;
    }
    Instant now = simulation.now();
    Instant oldest = mapping.stream().oldest();
    List<Entry<KinesisRecord>> there =
        batch.stream().filter(each -> !each.arrival().isBefore(oldest)).toList();
    simulation.say(
        "%s: gives up %d from %s, %s"
            .formatted(shard.name(), batch.size(), batch.getFirst().sequence(), reason.text()));
    if (!there.isEmpty()) {
      mapping.keep(new GivenUp<>("simulated", shard.name(), reason, error, now, there));
    }
    state.kept(batch.size());
    saved = state.checkpoint();
    wakeAt(now);
  }
}
