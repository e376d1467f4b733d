package io.waymark.embedded.streams;

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
public final class ShardConsumer<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardConsumer.class);
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

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
  private volatile boolean closing;

  private ShardConsumer(
      EventSource<T> mapping,
      String name,
      Source<T> source,
      Duration poll,
      Clock clock,
      Optional<String> checkpoint) {
    this.mapping = mapping;
    this.name = name;
    this.source = source;
    this.poll = poll;
    this.clock = clock;
    this.shard = new Shard<>(mapping.config(), checkpoint);
    this.read = checkpoint;
    this.saved = checkpoint;
    this.thread = Thread.ofVirtual().name(mapping.name() + " " + name).unstarted(this::run);
  }

  /// Begins behind the shard's checkpoint.
  ///
  /// @param poll how often the source is asked when nobody calls [#wake]
  public static <T> ShardConsumer<T> start(
      EventSource<T> mapping, String name, Source<T> source, Duration poll, Clock clock)
      throws IOException {
    Optional<String> checkpoint = mapping.checkpoints().of(mapping.name(), name);
    ShardConsumer<T> consumer = new ShardConsumer<>(mapping, name, source, poll, clock, checkpoint);
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
        try {
          more = step();
        } catch (IOException failed) {
          LOG.warn("{}: {}; again in {}", name(), failed.toString(), poll);
          more = pause(poll) && !closing;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean step() throws IOException, InterruptedException {
    boolean last = closing;
    int room = shard.room();
    List<Entry<T>> records = room == 0 ? List.of() : source.after(read, room);
    if (!records.isEmpty()) {
      read = Optional.of(records.getLast().sequence());
      shard.offer(records, clock.instant());
    } else if (last) {
      shard.hurry();
    }
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
    save();
    return true;
  }

  private void invoke(List<Entry<T>> batch) {
    Outcome outcome = mapping.function().invoke(mapping.format().event(name, batch));
    switch (outcome) {
      case Outcome.Applied() -> {}
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
      mapping.checkpoints().save(mapping.name(), name, checkpoint.get());
      source.settled(checkpoint.get());
      saved = checkpoint;
    }
  }

  private boolean pause(Duration time) throws InterruptedException {
    if (news.tryAcquire(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
    return true;
  }
}
