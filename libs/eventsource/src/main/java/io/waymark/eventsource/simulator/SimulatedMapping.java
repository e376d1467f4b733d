package io.waymark.eventsource.simulator;

import io.waymark.eventsource.BatchFormat;
import io.waymark.eventsource.Entry;
import io.waymark.eventsource.GivenUp;
import io.waymark.eventsource.KinesisFormat;
import io.waymark.eventsource.KinesisRecord;
import io.waymark.eventsource.MappingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An event source mapping: one consumer for each shard of a stream, those of children beginning
/// when their parents are drained.
public final class SimulatedMapping {
  private final Simulation simulation;
  private final SimulatedStream stream;
  private final MappingConfig config;
  private final Instances function;
  private final BatchFormat<KinesisRecord> format =
      new KinesisFormat(
          "arn:aws:kinesis:eu-central-1:000000000000:stream/simulated", "eu-central-1");
  private final Map<String, SimulatedConsumer> consumers = new LinkedHashMap<>();
  private final List<GivenUp<KinesisRecord>> onFailure = new ArrayList<>();

  public SimulatedMapping(
      Simulation simulation, SimulatedStream stream, MappingConfig config, Instances function) {
    this.simulation = simulation;
    this.stream = stream;
    this.config = config;
    this.function = function;
    stream.listen(shard -> consumer(shard).wake());
  }

  /// What the on-failure destination has, with its payload.
  public List<GivenUp<KinesisRecord>> onFailure() {
    return List.copyOf(onFailure);
  }

  /// The event that Lambda sends for records of a shard.
  public String event(String shard, List<Entry<KinesisRecord>> records) {
    return format.event(shard, records);
  }

  Simulation simulation() {
    return simulation;
  }

  SimulatedStream stream() {
    return stream;
  }

  MappingConfig config() {
    return config;
  }

  Instances function() {
    return function;
  }

  void keep(GivenUp<KinesisRecord> given) {
    onFailure.add(given);
  }

  boolean drained(List<SimulatedShard> shards) {
    return shards.stream().allMatch(each -> consumer(each).drained());
  }

  /// A parent is drained: its children may begin.
  void drained() {
    List.copyOf(consumers.values()).forEach(SimulatedConsumer::wake);
  }

  private SimulatedConsumer consumer(SimulatedShard shard) {
    return consumers.computeIfAbsent(shard.name(), _ -> new SimulatedConsumer(this, shard));
  }
}
