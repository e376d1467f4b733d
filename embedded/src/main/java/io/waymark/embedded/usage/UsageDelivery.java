package io.waymark.embedded.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.embedded.runtime.LastResort;
import io.waymark.tenancy.installation.Bucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Puts usage lines into the bucket `logs`, in the form in which they arrive there on AWS, and
/// calls the function that counts them: within seconds, where AWS takes an hour.
public final class UsageDelivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageDelivery.class);
  private static final JsonFactory JSON = new JsonFactory();

  /// The first requests after a start shall not share the processor.
  private static final Duration FIRST = Duration.ofSeconds(5);

  private static final Duration PERIOD = Duration.ofSeconds(2);

  /// While it fails, the most periods from one attempt to the next: a minute.
  static final int LONGEST_BACKOFF = 30;

  private static final Duration FINISH_WITHIN = Duration.ofSeconds(20);

  private final UsageLog log;
  private final S3Client s3;
  private final String bucket;
  private final Runnable writer;
  private final boolean drains;
  private final Thread.UncaughtExceptionHandler lastResort = new LastResort();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("waymark-usage").factory());

  /// Whether files may wait in the bucket: those of a run before, or of a call that failed.
  private boolean waiting;

  /// From the last attempt to the next.
  private int periods = 1;

  /// Periods that pass without an attempt.
  private int skipped;

  private volatile Optional<String> trouble = Optional.empty();

  /// Delivers nothing before it is started.
  ///
  /// @param writer calls the function
  /// @param kept whether the data outlives this process: then a stop delivers what there is
  public UsageDelivery(UsageLog log, S3Client s3, String bucket, Runnable writer, boolean kept) {
    this.log = log;
    this.s3 = s3;
    this.bucket = bucket;
    this.writer = writer;
    this.drains = kept;
    this.waiting = kept;
  }

  /// Delivers from now on.
  public void start() {
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(
            this::turn, FIRST.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Why usage is not counted, until it is.
  public Optional<String> trouble() {
    return trouble;
  }

  /// Delivers once a period; where that fails, ever more seldom until it succeeds.
  synchronized void turn() {
    if (skipped > 0) {
      skipped--;
    } else {
      deliver();
    }
  }

  /// Delivers what there is; what fails is tried again in a later turn, or after the next start.
  synchronized void deliver() {
    try {
      for (Path file : log.files()) {
        deliver(file);
      }
      if (waiting) {
        writer.run();
        waiting = false;
      }
      periods = 1;
      trouble = Optional.empty();
    } catch (IOException | RuntimeException failed) {
      backOff(failed);
    } catch (Error failed) { // thrown on, it would end the schedule and be seen by nobody
      lastResort.uncaughtException(Thread.currentThread(), failed);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      boolean _ = timer.awaitTermination(FINISH_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (drains) {
      deliver();
    }
  }

  private void backOff(Exception failed) {
    if (trouble.isEmpty()) {
      LOG.warn("usage is not counted yet", failed);
    } else {
      LOG.warn("usage is still not counted: {}", failed.toString());
    }
    trouble = Optional.of("usage is not counted: " + failed);
    periods = Math.min(2 * periods, LONGEST_BACKOFF);
    skipped = periods - 1;
  }

  private void deliver(Path file) throws IOException {
    String text;
    try {
      // Of a process that was killed, the last character may be torn.
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      LOG.error("usage lines cannot be read; {} is set aside", file, unreadable);
      log.setAside(file, unreadable.toString());
      return;
    }
    put(file, text.lines().toList());
    waiting = true;
    Files.delete(file);
  }

  private void put(Path file, List<String> lines) throws IOException {
    byte[] document = document(lines);
    String key = Bucket.USAGE + file.getFileName();
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(document));
  }

  /// As a subscription of CloudWatch Logs sends it.
  private static byte[] document(List<String> lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(new GZIPOutputStream(bytes))) {
      json.writeStartObject();
      json.writeStringField("messageType", "DATA_MESSAGE");
      json.writeArrayFieldStart("logEvents");
      for (String line : lines) {
        json.writeStartObject();
        json.writeStringField("message", line);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
