package io.waymark.embedded.streams;

import io.waymark.embedded.runtime.LastResort;
import io.waymark.eventsource.Entry;
import io.waymark.eventsource.GivenUp;
import io.waymark.eventsource.Outcome;
import io.waymark.eventsource.Shard;
import io.waymark.eventsource.Step;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives one [Shard] on a thread of its own: reads, invokes, keeps what is given up, saves the
/// checkpoint after each batch. Closing applies what has arrived, as far as the time allows,
/// without waiting for windows or back-offs; the rest comes again after the next start.
///
/// A step that fails, for whatever reason, is tried again after a back-off; until it succeeds the
/// consumer is in [#trouble]. Only a failure of the JVM itself ends the thread.
public final class ShardConsumer<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardConsumer.class);
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

  private final EventSource<T> mapping;
  private final String name;
  private final Source<T> source;
  private final Duration poll;
  private final Clock clock;
  private final Shard<T> shard;
  private final Semaphore news = new Semaphore(0);
  private final AtomicLong applied = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private final Thread thread;
  private Optional<String> read;
  private Optional<String> saved;
  private volatile String doing = "beginning";
  private Duration backoff;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Optional<Instant> oldest = Optional.empty();
  private volatile boolean closing;

  private ShardConsumer(
      EventSource<T> mapping,
      String name,
      Source<T> source,
      Duration poll,
      Clock clock,
      Thread.UncaughtExceptionHandler lastResort,
      Optional<String> checkpoint) {
    this.mapping = mapping;
    this.name = name;
    this.source = source;
    this.poll = poll;
    this.clock = clock;
    this.shard = new Shard<>(mapping.config(), checkpoint);
    this.read = checkpoint;
    this.saved = checkpoint;
    this.backoff = poll;
    this.thread =
        Thread.ofVirtual()
            .name(mapping.name() + " " + name)
            .uncaughtExceptionHandler(lastResort)
            .unstarted(this::run);
  }

  /// Begins behind the shard's checkpoint.
  ///
  /// @param poll how often the source is asked when nobody calls [#wake], and the first back-off
  /// @param lastResort told of what ends its thread
  public static <T> ShardConsumer<T> start(
      EventSource<T> mapping,
      String name,
      Source<T> source,
      Duration poll,
      Clock clock,
      Thread.UncaughtExceptionHandler lastResort)
      throws IOException {
    Optional<String> checkpoint = mapping.checkpoints().of(mapping.name(), name);
    ShardConsumer<T> consumer =
        new ShardConsumer<>(mapping, name, source, poll, clock, lastResort, checkpoint);
    consumer.thread.start();
    return consumer;
  }

  /// There are new records.
  public void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  /// Mapping and shard.
  public String name() {
    return thread.getName();
  }

  public long applied() {
    return applied.get();
  }

  public long failures() {
    return failures.get();
  }

  public long givenUp() {
    return givenUp.get();
  }

  /// Since the oldest of the records arrived that it has read and not settled; zero where there are
  /// none.
  public Duration age() {
    Duration age = oldest.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /// Why it does not get on: what it was doing and how that failed, until it succeeds.
  public Optional<String> trouble() {
    boolean died = !closing && !thread.isAlive();
    return died ? Optional.of(name() + " has ended while " + doing) : trouble;
  }

  /// Begins to end: applies what has arrived without waiting for windows or back-offs.
  public void finish() {
    closing = true;
    news.release();
  }

  /// Ends within a bound; what is left comes again after the next start.
  public void close(Duration within) {
    finish();
    try {
      if (!thread.join(within)) {
        LOG.warn("{} did not come to an end; what is left runs after the next start", name());
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean more = true;
      while (more) {
        more = attempt();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean attempt() throws InterruptedException {
    try {
      boolean more = step();
      trouble = Optional.empty();
      backoff = poll;
      return more;
    } catch (IOException | RuntimeException | Error failed) {
      if (failed instanceof Error error && LastResort.isFatal(error)) {
        throw error;
      }
      trouble = Optional.of(name() + " failed while " + doing + ": " + failed);
      LOG.error("{} failed while {}; again in {}", name(), doing, backoff, failed);
      backOff();
      return !closing;
    }
  }

  private boolean step() throws IOException, InterruptedException {
    boolean last = closing;
    int room = shard.room();
    doing =
        read.map(sequence -> "reading behind " + sequence)
            .orElse("reading from the oldest record on");
    List<Entry<T>> records = room == 0 ? List.of() : source.after(read, room);
    if (!records.isEmpty()) {
      read = Optional.of(records.getLast().sequence());
      shard.offer(records, clock.instant());
    } else if (last) {
      shard.hurry();
    }
    oldest = shard.oldest();
    switch (shard.next(clock.instant())) {
      case Step.Wait<T>(Instant until) -> {
        if (last && records.isEmpty()) {
          return false;
        }
        Duration left = Duration.between(clock.instant(), until.isBefore(FAR) ? until : FAR);
        return pause(left.compareTo(poll) < 0 ? left : poll);
      }
      case Step.Invoke<T>(List<Entry<T>> batch) -> invoke(batch);
      case Step.GiveUp<T>(List<Entry<T>> batch, GivenUp.Reason reason, String error) -> {
        doing = "keeping " + about(batch) + ", which it gave up";
        mapping
            .givenUp()
            .keep(new GivenUp<>(mapping.name(), name, reason, error, clock.instant(), batch));
        LOG.error(
            "{} gave up {} records from {} on ({}: {}); they are kept",
            name(),
            batch.size(),
            batch.getFirst().sequence(),
            reason.text(),
            error);
        givenUp.addAndGet(batch.size());
        shard.kept(batch.size());
      }
    }
    oldest = shard.oldest();
    save();
    return true;
  }

  private void invoke(List<Entry<T>> batch) {
    doing = "invoking with " + about(batch);
    Outcome outcome = mapping.function().invoke(mapping.format().event(name, batch));
    switch (outcome) {
      case Outcome.Applied() -> {}
      case Outcome.Throttled() -> LOG.info("{}: the function is busy", name());
      case Outcome.Partial(var failed) -> {
        failures.incrementAndGet();
        LOG.info("{}: {} of {} records failed", name(), failed.size(), batch.size());
      }
      case Outcome.Failed(String error) -> {
        failures.incrementAndGet();
        LOG.info("{}: a batch of {} failed: {}", name(), batch.size(), error);
      }
    }
    int before = shard.open();
    shard.invoked(outcome, clock.instant());
    applied.addAndGet(before - shard.open());
  }

  private void save() throws IOException {
    Optional<String> checkpoint = shard.checkpoint();
    if (checkpoint.isPresent() && !checkpoint.equals(saved)) {
      doing = "saving its checkpoint " + checkpoint.get();
      mapping.checkpoints().save(mapping.name(), name, checkpoint.get());
      source.settled(checkpoint.get());
      saved = checkpoint;
    }
  }

  /// Waits after a failure, longer each time; only a stop cuts it short.
  private void backOff() throws InterruptedException {
    long until = System.nanoTime() + backoff.toNanos();
    long left = backoff.toNanos();
    while (!closing && left > 0) {
      boolean _ = news.tryAcquire(left, TimeUnit.NANOSECONDS);
      left = until - System.nanoTime();
    }
    Duration doubled = backoff.multipliedBy(2);
    backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
  }

  private static String about(List<? extends Entry<?>> batch) {
    return batch.size() + " records from " + batch.getFirst().sequence() + " on";
  }

  private boolean pause(Duration time) throws InterruptedException {
    if (news.tryAcquire(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
    return true;
  }
}
