package io.waymark.embedded;

import io.waymark.tenancy.installation.Handler;
import java.time.Duration;

/// How long an invocation may take: what a deployed stage gives each function.
final class TimeLimits {
  /// API Gateway waits no longer.
  private static final Duration HTTP = Duration.ofSeconds(29);

  /// Lambda gives none more.
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private TimeLimits() {}

  static Duration of(Handler handler) {
    return switch (handler) {
      case AUTH_API, RECOMMEND_API, INGEST_API, TRAIN_API -> HTTP;
      case AUTH_SWEEP, TRAIN_TENANTS -> Duration.ofMinutes(1);
      case AUTH_MIGRATIONS -> Duration.ofMinutes(10);
      case INGEST_STREAM -> Duration.ofMinutes(2);
      case AUTH_USAGE, INGEST_ARCHIVER -> Duration.ofMinutes(5);
      case INGEST_UPLOADS,
          TRAIN_JOB,
          INGEST_COLLECT,
          TRAIN_DAILY,
          RECOMMEND_LISTS,
          INGEST_REMOVAL ->
          LONGEST;
    };
  }
}
