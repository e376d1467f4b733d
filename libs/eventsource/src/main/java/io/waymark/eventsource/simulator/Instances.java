package io.waymark.eventsource.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The instances of one function: one runs an invocation at a time and is used again, until its
/// process ends.
public final class Instances {
  private final Simulation simulation;
  private final Duration timeOut;
  private final Supplier<SimulatedFunction> starts;
  private final Deque<SimulatedFunction> idle = new ArrayDeque<>();

  /// @param timeOut how long an invocation may take
  /// @param starts a new instance; what instances share is what they get here
  public Instances(Simulation simulation, Duration timeOut, Supplier<SimulatedFunction> starts) {
    this.simulation = simulation;
    this.timeOut = timeOut;
    this.starts = starts;
  }

  /// How an invocation ended.
  sealed interface Ended {
    record Answered(String answer) implements Ended {}

    record Failed(String error) implements Ended {}

    record Throttled() implements Ended {}
  }

  void invoke(String event, Consumer<Ended> then) {
    if (simulation.occurs(Fault.THROTTLED)) {
      simulation.say("throttled");
      then.accept(new Ended.Throttled());
      return;
    }
    SimulatedFunction instance = Optional.ofNullable(idle.poll()).orElseGet(starts);
    Run run = simulation.newRun(timeOut);
    simulation.start(
        run,
        () -> {
          Ended ended = ended(run, instance, event);
          simulation.at(simulation.now(), () -> then.accept(ended));
        });
  }

  private Ended ended(Run run, SimulatedFunction instance, String event) {
    try {
      if (simulation.occurs(Fault.HANDLER_ERROR)) {
        throw new IllegalStateException("simulated");
      }
      String answer = instance.invoke(event);
      run.checkAlive();
      idle.push(instance);
      return simulation.occurs(Fault.ANSWER_LOST)
          ? new Ended.Failed("its answer was lost")
          : new Ended.Answered(answer);
    } catch (KilledError killed) {
      return new Ended.Failed(String.valueOf(killed.getMessage()));
    } catch (IOException | RuntimeException | Error failed) {
      Optional<String> killed = run.killed();
      if (killed.isEmpty()) {
        idle.push(instance);
      }
      return new Ended.Failed(killed.orElseGet(failed::toString));
    }
  }
}
