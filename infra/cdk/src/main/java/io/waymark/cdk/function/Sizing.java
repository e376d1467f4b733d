package io.waymark.cdk.function;

import io.waymark.tenancy.installation.Handler;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Size;

/// How much a function gets. Memory also buys processors: one at 1,769 MiB.
record Sizing(int memoryMib, Duration timeout, Size temporaryStorage) {
  /// API Gateway waits no longer.
  private static final Duration HTTP = Duration.seconds(29);

  private static final Duration LONGEST = Duration.minutes(15);
  private static final Size SMALLEST = Size.mebibytes(512);
  private static final Size LARGEST = Size.gibibytes(10);

  static Sizing of(Handler handler) {
    return switch (handler) {
      // Argon2 is computing: a whole processor halves the time of a log-in.
      case AUTH_API -> new Sizing(1769, HTTP, SMALLEST);
      case AUTH_MIGRATIONS -> new Sizing(1024, Duration.minutes(10), SMALLEST);
      case AUTH_SWEEP -> new Sizing(1024, Duration.minutes(1), SMALLEST);
      case AUTH_USAGE -> new Sizing(1024, Duration.minutes(5), SMALLEST);
      // 512 MiB of models beside the heap, and as much for one that is tried.
      case RECOMMEND_API -> new Sizing(3008, HTTP, SMALLEST);
      case INGEST_API -> new Sizing(1024, HTTP, SMALLEST);
      // An upload of 2 GiB and its spool lie in the temporary storage.
      case INGEST_UPLOADS -> new Sizing(5307, LONGEST, LARGEST);
      case INGEST_STREAM -> new Sizing(1024, Duration.minutes(2), SMALLEST);
      case INGEST_ARCHIVER -> new Sizing(1769, Duration.minutes(5), Size.gibibytes(2));
      case TRAIN_API -> new Sizing(1024, HTTP, SMALLEST);
      case TRAIN_JOB, TRAIN_DAILY -> new Sizing(10_240, LONGEST, LARGEST);
      case TRAIN_TENANTS -> new Sizing(512, Duration.minutes(1), SMALLEST);
      // A day's files, read and written as a stream, with their spool.
      case INGEST_COLLECT -> new Sizing(1769, LONGEST, LARGEST);
      // The same models as the API has, and every user to compute for.
      case RECOMMEND_LISTS -> new Sizing(3008, LONGEST, SMALLEST);
      // Asks for keys and deletes them; whoever calls says how long it may take.
      case INGEST_REMOVAL -> new Sizing(1024, LONGEST, SMALLEST);
    };
  }
}
