package io.waymark.eventsource.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A bucket that notifies of each object: at least once, in any order.
public final class SimulatedBucket {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
  private static final Duration USUAL_DELAY = Duration.ofSeconds(2);

  private final Simulation simulation;
  private final String name;
  private final Consumer<String> notified;
  private final Map<String, Stored> objects = new HashMap<>();
  private long sequencer = 0x55AED6DCD90281E5L;

  /// @param notified told of events
  public SimulatedBucket(Simulation simulation, String name, Consumer<String> notified) {
    this.simulation = simulation;
    this.name = name;
    this.notified = notified;
  }

  /// One version of an object.
  ///
  /// @param sequencer hexadecimal digits; the later of two puts of one key has the greater one
  public record Stored(String key, String sequencer, String content, Instant at) {}

  /// Stores an object in the place of what was there, and tells of it some time later.
  public Stored put(String key, String content) {
    sequencer += 1 + simulation.below(1 << 20);
    Stored stored = new Stored(key, "%016X".formatted(sequencer), content, simulation.now());
    objects.put(key, stored);
    simulation.say("put %s %s".formatted(key, stored.sequencer()));
    tell(stored);
    if (simulation.occurs(Fault.DELIVERED_AGAIN)) {
      tell(stored);
    }
    return stored;
  }

  public Optional<Stored> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  /// The event of an object.
  public String event(Stored stored) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode event = root.putArray("Records").addObject();
    event
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("awsRegion", "eu-central-1")
        .put("eventTime", stored.at().toString())
        .put("eventName", "ObjectCreated:Put");
    ObjectNode s3 = event.putObject("s3").put("s3SchemaVersion", "1.0");
    s3.putObject("bucket").put("name", name).put("arn", "arn:aws:s3:::" + name);
    s3.putObject("object")
        .put("key", URLEncoder.encode(stored.key(), StandardCharsets.UTF_8).replace("%2F", "/"))
        .put("size", stored.content().length())
        .put("eTag", Integer.toHexString(stored.content().hashCode()))
        .put("sequencer", stored.sequencer());
    return root.toString();
  }

  private void tell(Stored stored) {
    String event = event(stored);
    Duration longest = simulation.occurs(Fault.DELAYED) ? LONGEST_DELAY : USUAL_DELAY;
    simulation.after(simulation.upTo(longest), () -> notified.accept(event));
  }
}
