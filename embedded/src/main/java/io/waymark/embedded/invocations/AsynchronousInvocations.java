package io.waymark.embedded.invocations;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.waymark.embedded.runtime.LastResort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lambda's queue for invocations of type `Event`: accepted means kept in a file until the function
/// has run, so that a stop or a crash repeats an event rather than losing it. A failed event is
/// repeated twice, then moved to the dead letters with its payload. An event whose file cannot be
/// read or moved stays, is tried again after a back-off, and is among the [#troubles] until then. A
/// few events of each function run at a time, the others wait for them, up to a bound. Order is not
/// promised, as on AWS.
public final class AsynchronousInvocations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AsynchronousInvocations.class);

  /// Events of one function at a time, as Lambda's reserved concurrency: a training or an upload
  /// takes a processor and much of the memory.
  static final int CONCURRENCY = 2;

  /// Events that wait or run. Each is a file and a thread that sleeps, some kilobytes; as many
  /// uploads are days of work on a laptop.
  static final int MOST = 10_000;

  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

  /// What was interrupted has little left to do.
  private static final Duration INTERRUPTED_END_WITHIN = Duration.ofSeconds(5);

  private final Path queue;
  private final Path deadLetters;
  private final Invoker invoker;
  private final Timing timing;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads;
  private final Map<Path, String> troubles = new ConcurrentHashMap<>();
  private final Set<Path> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /// How long it waits for what.
  ///
  /// @param pauses before each repetition of an event that failed
  /// @param closeWithin how long a stop waits for events that run
  public record Timing(List<Duration> pauses, Duration closeWithin) {
    /// Lambda waits one and two minutes; nobody waits that long at a desk.
    private static final List<Duration> AT_A_DESK =
        List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));

    public Timing {
      pauses = List.copyOf(pauses);
    }

    /// Two repetitions, as on Lambda, but sooner.
    public static Timing closing(Duration within) {
      return new Timing(AT_A_DESK, within);
    }
  }

  /// @param lastResort told of what ends one of its threads
  public AsynchronousInvocations(
      Path queue,
      Path deadLetters,
      Invoker invoker,
      Timing timing,
      Thread.UncaughtExceptionHandler lastResort)
      throws IOException {
    this.queue = Files.createDirectories(queue);
    this.deadLetters = deadLetters;
    this.invoker = invoker;
    this.timing = timing;
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual()
                .name("asynchronous-", 0)
                .uncaughtExceptionHandler(lastResort)
                .factory());
  }

  /// Runs what was accepted before the last stop and did not finish.
  public void resume() throws IOException {
    try (Stream<Path> files = Files.list(queue)) {
      files.filter(each -> each.toString().endsWith(".json")).sorted().forEach(this::start);
    }
  }

  /// Accepts an event: returns once it is safe.
  ///
  /// @throws QueueFullException where [#MOST] wait or run already
  public void accept(String functionName, byte[] event) {
    if (accepted.get() >= MOST) {
      throw new QueueFullException(MOST);
    }
    String name = functionName + "--" + UUID.randomUUID();
    Path written = queue.resolve(name + ".new");
    Path file = queue.resolve(name + ".json");
    try {
      Files.write(written, event);
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.force(false);
      }
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException refused) {
      throw new UncheckedIOException("an event could not be kept", refused);
    }
    if (!threads.isShutdown()) {
      start(file);
    }
  }

  private void start(Path file) {
    accepted.incrementAndGet();
    threads.execute(
        () -> {
          try {
            run(file);
          } finally {
            accepted.decrementAndGet();
          }
        });
  }

  public long succeeded() {
    return succeeded.get();
  }

  public long failed() {
    return failed.get();
  }

  /// How many wait or run.
  public long open() {
    return accepted.get();
  }

  /// Which events neither run nor are given up for a reason of ours.
  public List<String> troubles() {
    return List.copyOf(troubles.values());
  }

  /// Names of the events whose functions run just now.
  List<String> running() {
    return running.stream().map(file -> String.valueOf(file.getFileName())).sorted().toList();
  }

  /// Lets running events finish within a bound; what waits or does not finish is interrupted, and
  /// runs again after the next start.
  @Override
  public void close() {
    closing.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(timing.closeWithin().toMillis(), MILLISECONDS)) {
        LOG.warn(
            "these asynchronous events still ran at the stop and run again after the next start: {}",
            String.join(", ", running()));
        threads.shutdownNow();
        if (!threads.awaitTermination(INTERRUPTED_END_WITHIN.toMillis(), MILLISECONDS)) {
          LOG.warn(
              "these do not heed that they were interrupted: {}", String.join(", ", running()));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Path file) {
    Duration backoff = timing.pauses().getFirst();
    try {
      boolean again = true;
      while (again) {
        again = !delivers(file, backoff) && !closing.await(backoff.toMillis(), MILLISECONDS);
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean delivers(Path file, Duration backoff) throws InterruptedException {
    try {
      deliver(file);
      troubles.remove(file);
      return true;
    } catch (IOException | RuntimeException | Error failed) {
      if (failed instanceof Error error && LastResort.isFatal(error)) {
        throw error;
      }
      troubles.put(file, "the event " + file.getFileName() + " cannot be delivered: " + failed);
      LOG.error("the event {} was not delivered; again in {}", file.getFileName(), backoff, failed);
      return false;
    }
  }

  /// Runs an event until it succeeds or is given up, or the service stops.
  private void deliver(Path file) throws IOException, InterruptedException {
    String name = String.valueOf(file.getFileName());
    String function = name.substring(0, name.indexOf("--"));
    String requestId = name.substring(name.indexOf("--") + 2, name.length() - ".json".length());
    byte[] event = Files.readAllBytes(file);
    Semaphore place = places.computeIfAbsent(function, _ -> new Semaphore(CONCURRENCY, true));
    for (int attempt = 0; attempt <= timing.pauses().size(); attempt++) {
      Duration pause = attempt == 0 ? Duration.ZERO : timing.pauses().get(attempt - 1);
      if (closing.await(pause.toMillis(), MILLISECONDS)) {
        return;
      }
      place.acquire();
      try {
        if (closing.getCount() == 0) {
          return;
        }
        running.add(file);
        if (succeeds(function, requestId, event, attempt)) {
          succeeded.incrementAndGet();
          Files.deleteIfExists(file);
          return;
        }
      } finally {
        running.remove(file);
        place.release();
      }
    }
    if (closing.getCount() == 0) {
      return; // it may have failed by the stop alone
    }
    Files.createDirectories(deadLetters);
    Files.move(file, deadLetters.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    failed.incrementAndGet();
    LOG.error(
        "{} failed {} times; the event is kept as {}", function, timing.pauses().size() + 1, name);
  }

  private boolean succeeds(String function, String requestId, byte[] event, int attempt) {
    try {
      return invoker.invoke(function, requestId, event).isPresent();
    } catch (RuntimeException refused) {
      LOG.error("{} failed on {} (attempt {})", function, requestId, attempt + 1, refused);
      return false;
    }
  }
}
