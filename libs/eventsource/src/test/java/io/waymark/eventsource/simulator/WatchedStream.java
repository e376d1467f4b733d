package io.waymark.eventsource.simulator;

import io.waymark.eventsource.Entry;
import io.waymark.eventsource.KinesisRecord;
import io.waymark.eventsource.MappingConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A stream whose function does as it is told, and what it is given.
final class WatchedStream {
  static final MappingConfig CONFIG =
      new MappingConfig(4, Duration.ZERO, 2, Duration.ofHours(23), false);

  private final Simulation simulation;
  private final SimulatedStream stream;
  private final SimulatedMapping mapping;
  private final List<Invocation> invocations = new ArrayList<>();
  private final Map<String, SimulatedStream.Accepted> sent = new HashMap<>();

  /// What the function does with the records it is given, by their content.
  interface Answer {
    String to(Invocation invocation) throws IOException;
  }

  /// One invocation.
  ///
  /// @param contents of its records
  record Invocation(Instant at, String shard, List<String> contents) {
    Invocation {
      contents = List.copyOf(contents);
    }
  }

  WatchedStream(int shards, MappingConfig config, Faults faults, Answer answer) {
    this.simulation = new Simulation(1, faults, ToyStream.START);
    this.stream = new SimulatedStream(simulation, shards, Duration.ofHours(24));
    this.mapping =
        new SimulatedMapping(
            simulation,
            stream,
            config,
            new Instances(
                simulation,
                Duration.ofSeconds(60),
                () -> event -> answer.to(watched(ToyRecord.of(event)))));
  }

  WatchedStream(MappingConfig config, Answer answer) {
    this(1, config, Faults.NONE, answer);
  }

  private Invocation watched(List<ToyRecord> records) {
    String id = records.getFirst().id();
    Invocation invocation =
        new Invocation(
            simulation.now(),
            id.substring(0, id.indexOf(':')),
            records.stream().map(ToyRecord::content).toList());
    invocations.add(invocation);
    return invocation;
  }

  /// Puts records of one key at this moment.
  WatchedStream put(String key, String... contents) {
    for (String content : contents) {
      byte[] data = ToyRecord.payload("t", content, content, simulation.now());
      sent.put(content, stream.put(key, data));
    }
    return this;
  }

  /// Has more happen later.
  WatchedStream later(Duration delay, Runnable what) {
    simulation.after(delay, what);
    return this;
  }

  WatchedStream run() {
    List<String> _ = simulation.run();
    return this;
  }

  Simulation simulation() {
    return simulation;
  }

  SimulatedStream stream() {
    return stream;
  }

  SimulatedMapping mapping() {
    return mapping;
  }

  List<Invocation> invocations() {
    return invocations;
  }

  List<List<String>> given() {
    return invocations.stream().map(Invocation::contents).toList();
  }

  /// What stands on the on-failure destination, by the payloads kept there.
  List<String> givenUp() {
    return mapping.onFailure().stream()
        .flatMap(given -> given.records().stream())
        .map(WatchedStream::content)
        .toList();
  }

  String sequence(String content) {
    SimulatedStream.Accepted accepted = sent.get(content);
    if (accepted == null) {
      throw new IllegalArgumentException(content);
    }
    return accepted.entry().sequence();
  }

  String failures(String... contents) {
    List<String> ids = new ArrayList<>();
    for (String content : contents) {
      ids.add("{\"itemIdentifier\":\"" + sequence(content) + "\"}");
    }
    return "{\"batchItemFailures\":[" + String.join(",", ids) + "]}";
  }

  private static String content(Entry<KinesisRecord> entry) {
    byte[] data = Base64.getDecoder().decode(entry.payload().data());
    return new String(data, StandardCharsets.UTF_8).split("\\|", -1)[2];
  }
}
