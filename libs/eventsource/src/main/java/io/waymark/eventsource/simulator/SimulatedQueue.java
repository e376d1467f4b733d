package io.waymark.eventsource.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Lambda's queue of asynchronous invocations of one function.
public final class SimulatedQueue {
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  private final Simulation simulation;
  private final AsynchronousConfig config;
  private final Instances function;
  private final List<Dead> dead = new ArrayList<>();

  public SimulatedQueue(Simulation simulation, AsynchronousConfig config, Instances function) {
    this.simulation = simulation;
    this.config = config;
    this.function = function;
  }

  /// An event that was given up, as the dead-letter queue has it.
  ///
  /// @param condition as Lambda names it
  public record Dead(String event, String condition, int attempts) {}

  /// Accepts an event.
  public void accept(String event) {
    Instant accepted = simulation.now();
    simulation.at(accepted, () -> attempt(event, accepted, 0, FIRST_BACKOFF));
    if (simulation.occurs(Fault.DELIVERED_AGAIN)) {
      simulation.say("the queue has an event twice");
      simulation.after(
          simulation.upTo(LONGEST_BACKOFF), () -> attempt(event, accepted, 0, FIRST_BACKOFF));
    }
  }

  /// What was given up.
  public List<Dead> dead() {
    return List.copyOf(dead);
  }

  private void attempt(String event, Instant accepted, int failures, Duration backoff) {
    if (simulation.now().isAfter(accepted.plus(config.maximumAge()))) {
      giveUp(new Dead(event, "EventAgeExceeded", failures));
      return;
    }
    function.invoke(
        event,
        ended -> {
          switch (ended) {
            case Instances.Ended.Answered _ -> simulation.say("done");
            case Instances.Ended.Throttled _ -> {
              Duration doubled = backoff.multipliedBy(2);
              Duration next = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
              simulation.after(backoff, () -> attempt(event, accepted, failures, next));
            }
            case Instances.Ended.Failed(String error) -> {
              simulation.say("failed: %s".formatted(error));
              if (failures == config.retries()) {
                giveUp(new Dead(event, "RetriesExhausted", failures + 1));
              } else {
                simulation.after(
                    PAUSES.get(failures), () -> attempt(event, accepted, failures + 1, backoff));
              }
            }
          }
        });
  }

  private void giveUp(Dead event) {
    simulation.say("given up: %s".formatted(event.condition()));
    dead.add(event);
  }
}
