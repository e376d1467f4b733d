package io.waymark.eventsource.simulator;

import io.waymark.tenancy.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run: its virtual clock, its chance, and what happened.
public final class Simulation {
  private static final Duration LONGEST_CALL = Duration.ofMillis(20);
  private static final Duration LONGEST_SKEW = Duration.ofMinutes(10);
  private static final Duration LONGEST_LATE = Duration.ofSeconds(20);

  /// Of one run; some hundred records with all faults take a hundredth of it.
  private static final long MOST_HAPPENINGS = 5_000_000;

  /// On the threads of invocations.
  private static final ThreadLocal<@Nullable Run> RUNNING = new ThreadLocal<>();

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Faults faults;
  private final List<String> trace = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();
  private boolean faultless;

  public Simulation(long seed, Faults faults, Instant start) {
    this.timeline = new Timeline(start);
    this.random = new SplittableRandom(seed);
    this.faults = faults;
  }

  private record Outage(Fault fault, Instant from, Instant to) {}

  /// The virtual time.
  public Instant now() {
    return timeline.now();
  }

  /// The clock of whoever asks: in an invocation that of its machine, which may be wrong.
  public Clock clock() {
    InstantSource source = this::asSeen;
    return source.withZone(ZoneOffset.UTC);
  }

  private Instant asSeen() {
    Run run = RUNNING.get();
    return run == null ? now() : now().plus(run.skew());
  }

  /// Has `what` happen after `delay`.
  public void after(Duration delay, Runnable what) {
    timeline.at(now().plus(delay), what);
  }

  /// Nothing but chance: from 0 to `below`, exclusive.
  public int below(int below) {
    return random.nextInt(below);
  }

  /// True with this probability.
  public boolean by(double chance) {
    return chance > 0 && random.nextDouble() < chance;
  }

  public Duration upTo(Duration longest) {
    return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
  }

  /// A call that changes nothing.
  public <T> T read(String what, Supplier<T> call) {
    Run run = RUNNING.get();
    if (run == null) {
      return call.get();
    }
    run.pause(upTo(LONGEST_CALL));
    if (occurs(Fault.STORE_REFUSES)) {
      say("refused: " + what);
      throw refused(what);
    }
    return call.get();
  }

  /// A call that changes something: the boundary at which a function can be stopped.
  public <T> T write(String what, Supplier<T> call) {
    Run run = RUNNING.get();
    if (run == null) {
      return call.get();
    }
    run.pause(upTo(LONGEST_CALL));
    if (occurs(Fault.TIME_OUT)) {
      say("hangs before " + what);
      run.pause(Duration.between(now(), run.deadline()).plusMillis(1));
    }
    if (occurs(Fault.CRASH_BEFORE_WRITE)) {
      say("crashes before " + what);
      throw run.kill("crashed");
    }
    if (occurs(Fault.WRITE_LANDS_LATE)) {
      say("crashes amid " + what);
      after(
          upTo(LONGEST_LATE),
          () -> {
            say("late: " + what);
            T _ = call.get();
          });
      throw run.kill("crashed");
    }
    if (occurs(Fault.STORE_REFUSES)) {
      say("refused: " + what);
      throw refused(what);
    }
    T result = call.get();
    say(what);
    if (occurs(Fault.CRASH_AFTER_WRITE)) {
      say("crashes after " + what);
      throw run.kill("crashed");
    }
    if (occurs(Fault.STORE_ANSWER_LOST)) {
      say("no answer to " + what);
      throw refused(what);
    }
    return result;
  }

  /// Lets the function wait, as it would by sleeping.
  public void pause(Duration length) {
    Run run = RUNNING.get();
    if (run != null) {
      run.pause(length);
    }
  }

  /// From now on, for so long, `fault` happens wherever it could.
  public void outage(Fault fault, Duration length) {
    outages.add(new Outage(fault, now(), now().plus(length)));
  }

  /// From now on nothing goes wrong any more.
  public void calm() {
    faultless = true;
  }

  boolean occurs(Fault fault) {
    boolean chance = by(faults.of(fault));
    return !faultless && (chance || outages.stream().anyMatch(each -> within(each, fault)));
  }

  private boolean within(Outage outage, Fault fault) {
    return outage.fault() == fault && !now().isBefore(outage.from()) && now().isBefore(outage.to());
  }

  Duration skew() {
    return occurs(Fault.CLOCK_SKEWED)
        ? upTo(LONGEST_SKEW.multipliedBy(2)).minus(LONGEST_SKEW)
        : Duration.ZERO;
  }

  /// Starts an invocation, on a thread of its own.
  void start(Run run, Runnable body) {
    run.begin(
        () -> {
          RUNNING.set(run);
          body.run();
        });
  }

  Run newRun(Duration timeOut) {
    return new Run(timeline, now().plus(timeOut), skew());
  }

  void at(Instant when, Runnable what) {
    timeline.at(when, what);
  }

  /// Notes what happens.
  public void say(String what) {
    trace.add(now() + " " + what);
  }

  /// Runs until everything has come to rest.
  ///
  /// @return what happened, line by line
  public List<String> run() {
    if (!timeline.run(MOST_HAPPENINGS)) {
      throw new IllegalStateException("it does not come to rest; it is " + now());
    }
    return List.copyOf(trace);
  }

  private static StoreUnavailableException refused(String what) {
    return new StoreUnavailableException(what, new IllegalStateException("simulated"));
  }
}
