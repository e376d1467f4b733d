package io.waymark.cdk.observability;

import java.util.Locale;

/// The pages below `docs/runbooks` that alarms send people to; a test finds those that are missing.
enum Runbook {
  API_LATENCY,
  API_ERRORS,
  AUTH_THROTTLED,
  DATABASE_CAPACITY,
  DEAD_LETTERS,
  FUNCTION_ERRORS,
  GIVEN_UP_BATCHES,
  HELD,
  PIPELINE_FAILED,
  PIPELINE_NOT_RUN,
  POISON,
  STALE_MODEL,
  STREAM_LAG;

  /// From the root of the project.
  String page() {
    return "docs/runbooks/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
  }
}
