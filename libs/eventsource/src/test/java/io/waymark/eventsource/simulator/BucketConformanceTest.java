package io.waymark.eventsource.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What AWS documents of notifications and asynchronous invocations, one case each;
/// `docs/reference/event-sources.md` has the sources.
class BucketConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Instant> attempts = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private Simulation simulation = new Simulation(1, Faults.NONE, ToyStream.START);

  @Test
  void anEventThatFailsIsRepeatedTwiceAfterOneAndTwoMinutes() {
    SimulatedQueue queue = queue(AsynchronousConfig.DEFAULT, true);
    queue.accept("event");
    List<String> _ = simulation.run();
    assertThat(attempts)
        .containsExactly(
            ToyStream.START,
            ToyStream.START.plus(Duration.ofMinutes(1)),
            ToyStream.START.plus(Duration.ofMinutes(3)));
  }

  @Test
  void anInvocationThatTimesOutIsRepeatedToo() {
    SimulatedQueue queue =
        new SimulatedQueue(
            simulation,
            AsynchronousConfig.DEFAULT,
            new Instances(
                simulation,
                Duration.ofSeconds(30),
                () ->
                    event -> {
                      attempts.add(simulation.now());
                      simulation.pause(Duration.ofSeconds(31));
                      return event;
                    }));
    queue.accept("event");
    List<String> _ = simulation.run();
    assertThat(attempts).hasSize(3);
    assertThat(queue.dead()).hasSize(1);
  }

  @Test
  void whatIsGivenUpGoesToTheDeadLettersAsItWas() {
    SimulatedQueue queue = queue(AsynchronousConfig.DEFAULT, true);
    queue.accept("event");
    List<String> _ = simulation.run();
    assertThat(queue.dead())
        .containsExactly(new SimulatedQueue.Dead("event", "RetriesExhausted", 3));
  }

  @Test
  void fewerRepetitionsCanBeSet() {
    SimulatedQueue queue = queue(new AsynchronousConfig(0, Duration.ofHours(6)), true);
    queue.accept("event");
    List<String> _ = simulation.run();
    assertThat(attempts).hasSize(1);
    assertThatThrownBy(() -> new AsynchronousConfig(3, Duration.ofHours(6)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AsynchronousConfig(2, Duration.ofHours(7)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aThrottledEventUsesUpNoRepetition() {
    SimulatedQueue queue = queue(AsynchronousConfig.DEFAULT, false);
    simulation.outage(Fault.THROTTLED, Duration.ofHours(5));
    queue.accept("event");
    List<String> _ = simulation.run();
    assertThat(attempts).hasSize(1);
    assertThat(queue.dead()).isEmpty();
  }

  @Test
  void aThrottledEventIsTriedForSixHours() {
    SimulatedQueue queue = queue(AsynchronousConfig.DEFAULT, false);
    simulation.outage(Fault.THROTTLED, Duration.ofHours(7));
    queue.accept("event");
    List<String> _ = simulation.run();
    assertThat(attempts).isEmpty();
    assertThat(queue.dead())
        .extracting(SimulatedQueue.Dead::condition)
        .containsExactly("EventAgeExceeded");
    assertThat(simulation.now())
        .isBetween(
            ToyStream.START.plus(Duration.ofHours(6)),
            ToyStream.START.plus(Duration.ofHours(6)).plus(Duration.ofMinutes(5)));
  }

  @Test
  void throttlingBacksOffFromOneSecondToFiveMinutes() {
    SimulatedQueue queue = queue(AsynchronousConfig.DEFAULT, false);
    simulation.outage(Fault.THROTTLED, Duration.ofHours(1));
    queue.accept("event");
    List<Instant> refused =
        simulation.run().stream()
            .filter(line -> line.endsWith("throttled"))
            .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
            .toList();
    assertThat(Duration.between(refused.get(0), refused.get(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(Duration.between(refused.get(1), refused.get(2))).isEqualTo(Duration.ofSeconds(2));
    assertThat(Duration.between(refused.get(refused.size() - 2), refused.getLast()))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theQueueMayGiveAnEventTwice() {
    simulation = new Simulation(1, Faults.NONE.with(Fault.DELIVERED_AGAIN, .5), ToyStream.START);
    SimulatedQueue queue = queue(AsynchronousConfig.DEFAULT, false);
    for (int at = 0; at < 20; at++) {
      queue.accept("event " + at);
    }
    List<String> _ = simulation.run();
    assertThat(events).hasSizeGreaterThan(20);
    assertThat(new HashSet<>(events)).hasSize(20);
  }

  @Test
  void aNotificationMayComeTwiceWithTheSameSequencer() throws IOException {
    simulation = new Simulation(1, Faults.NONE.with(Fault.DELIVERED_AGAIN, .5), ToyStream.START);
    SimulatedBucket bucket = new SimulatedBucket(simulation, "data", events::add);
    for (int at = 0; at < 20; at++) {
      SimulatedBucket.Stored _ = bucket.put("key", "content");
    }
    List<String> _ = simulation.run();
    assertThat(events).hasSizeGreaterThan(20);
    assertThat(new HashSet<>(sequencers())).hasSize(20);
  }

  @Test
  void notificationsComeInAnyOrder() throws IOException {
    simulation = new Simulation(1, Faults.NONE.with(Fault.DELAYED, .3), ToyStream.START);
    SimulatedBucket bucket = new SimulatedBucket(simulation, "data", events::add);
    for (int at = 0; at < 20; at++) {
      SimulatedBucket.Stored _ = bucket.put("key", "content");
    }
    List<String> _ = simulation.run();
    assertThat(sequencers()).isNotEqualTo(sequencers().stream().sorted().toList());
  }

  @Test
  void theLaterOfTwoPutsOfAKeyHasTheGreaterSequencer() {
    SimulatedBucket bucket = new SimulatedBucket(simulation, "data", events::add);
    String first = bucket.put("key", "one").sequencer();
    assertThat(bucket.put("key", "two").sequencer()).isGreaterThan(first).hasSameSizeAs(first);
  }

  @Test
  void keysAreUrlEncoded() throws IOException {
    SimulatedBucket bucket = new SimulatedBucket(simulation, "data", events::add);
    SimulatedBucket.Stored _ = bucket.put("a folder/red flöwer+1.jpg", "content");
    List<String> _ = simulation.run();
    assertThat(object(events.getFirst()).path("key").asText())
        .isEqualTo("a+folder/red+fl%C3%B6wer%2B1.jpg");
  }

  private SimulatedQueue queue(AsynchronousConfig config, boolean fails) {
    return new SimulatedQueue(
        simulation,
        config,
        new Instances(
            simulation,
            Duration.ofSeconds(30),
            () ->
                event -> {
                  attempts.add(simulation.now());
                  events.add(event);
                  if (fails) {
                    throw new IOException("told to fail");
                  }
                  return "";
                }));
  }

  private List<String> sequencers() throws IOException {
    List<String> found = new ArrayList<>();
    for (String event : events) {
      found.add(object(event).path("sequencer").asText());
    }
    return found;
  }

  private static JsonNode object(String event) throws IOException {
    return JSON.readTree(event).path("Records").path(0).path("s3").path("object");
  }
}
