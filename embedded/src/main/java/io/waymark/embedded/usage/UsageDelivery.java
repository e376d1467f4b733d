package io.waymark.embedded.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.embedded.runtime.LastResort;
import io.waymark.tenancy.installation.Bucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
            this::deliver, FIRST.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Delivers what there is; what fails is tried again the next time, or after the next start.
  synchronized void deliver() {
    try {
      for (Path file : log.files()) {
        put(file);
        waiting = true;
        Files.delete(file);
      }
      if (waiting) {
        writer.run();
        waiting = false;
      }
    } catch (IOException | RuntimeException failed) {
      LOG.warn("usage is not counted yet", failed);
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

  private void put(Path file) throws IOException {
    byte[] document = document(Files.readAllLines(file));
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
