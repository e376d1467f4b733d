package io.waymark.edge.telemetry;

import io.waymark.tenancy.installation.Handler;
import java.util.Optional;

/// What functions measure, and which of them write it: CloudWatch bills each metric of each
/// function by the hour. How long an event took and how often its function started cold are
/// Lambda's own metrics already. The name is the one in CloudWatch.
public enum Metric {
  /// Of an invocation, as the handler sees it.
  LATENCY("Latency", Unit.MILLISECONDS, Writers.APIS),
  /// Requests that were refused, and that failed; all others are what is left of [#LATENCY]'s
  /// samples.
  STATUS_4XX("Status4xx", Unit.COUNT, Writers.APIS),
  STATUS_5XX("Status5xx", Unit.COUNT, Writers.APIS),
  /// Events whose handler threw.
  FAILURES("Failures", Unit.COUNT, Writers.EVENTS),
  /// Error lines of the log.
  ERRORS("Errors", Unit.COUNT, Writers.ALL),
  /// Different fingerprints among an invocation's error lines. Which they are says the log: a
  /// metric of each would be one more a month for every bug.
  ERROR_FINGERPRINTS("ErrorFingerprints", Unit.COUNT, Writers.ALL),
  /// Errors that Sentry was not told of, though it should.
  REPORTS_DROPPED("ReportsDropped", Unit.COUNT, Writers.ALL),
  /// Times that a dependency's breaker opened: it failed so often that it was not asked for some
  /// seconds.
  BREAKER_OPENINGS("BreakerOpenings", Unit.COUNT, Writers.ALL),
  /// Instances at their first invocation, after a start or a restore.
  COLD_STARTS("ColdStarts", Unit.COUNT, Writers.APIS),
  /// Lists given, but for those that asked for what is trending, and for re-ranked ones.
  LISTS("Lists", Unit.COUNT, Writers.RECOMMEND_API),
  /// Of them those without one item.
  EMPTY_LISTS("EmptyLists", Unit.COUNT, Writers.RECOMMEND_API),
  /// Places in those lists, but for pinned ones.
  SLOTS("Slots", Unit.COUNT, Writers.RECOMMEND_API),
  /// Of them those that no model filled for this user.
  FALLBACK_SLOTS("FallbackSlots", Unit.COUNT, Writers.RECOMMEND_API),
  /// Questions for a model that was in memory.
  MODEL_HITS("ModelHits", Unit.COUNT, Writers.RECOMMEND_API),
  /// Questions for one that was not: it was loaded, or there is none.
  MODEL_MISSES("ModelMisses", Unit.COUNT, Writers.RECOMMEND_API),
  /// Of the questions to models those whose answer was kept; for the others it was run.
  ANSWER_HITS("AnswerHits", Unit.COUNT, Writers.RECOMMEND_API),
  /// Since the model that answers was made.
  MODEL_AGE("ModelAge", Unit.SECONDS, Writers.RECOMMEND_API),
  /// Uploads that wait for a person.
  UPLOADS_HELD("UploadsHeld", Unit.COUNT, Writers.INGEST_UPLOADS),
  UPLOADS_REFUSED("UploadsRefused", Unit.COUNT, Writers.INGEST_UPLOADS),
  /// Rows of uploads that are stored now and were not before.
  ROWS_STORED("RowsStored", Unit.COUNT, Writers.INGEST_UPLOADS),
  /// Finished days of a tenant that the quality gate holds.
  DAYS_HELD("DaysHeld", Unit.COUNT, Writers.INGEST_COLLECT),
  /// Records of the stream that went to the dead letters.
  POISON_RECORDS("PoisonRecords", Unit.COUNT, Writers.INGEST_STREAM);

  private final String text;
  private final Unit unit;
  private final Writers writers;

  Metric(String text, Unit unit, Writers writers) {
    this.text = text;
    this.unit = unit;
    this.writers = writers;
  }

  public String text() {
    return text;
  }

  String unit() {
    return unit.text;
  }

  boolean isWrittenBy(Handler handler) {
    return switch (writers) {
      case ALL -> true;
      case APIS -> isApi(handler);
      case EVENTS -> !isApi(handler);
      case RECOMMEND_API -> handler == Handler.RECOMMEND_API;
      case INGEST_UPLOADS -> handler == Handler.INGEST_UPLOADS;
      case INGEST_COLLECT -> handler == Handler.INGEST_COLLECT;
      case INGEST_STREAM -> handler == Handler.INGEST_STREAM;
    };
  }

  private static boolean isApi(Handler handler) {
    return handler == Handler.api(handler.archive());
  }

  /// That of an answer with this status.
  static Optional<Metric> ofStatus(int status) {
    return switch (status / 100) {
      case 2, 3 -> Optional.empty();
      case 4 -> Optional.of(STATUS_4XX);
      default -> Optional.of(STATUS_5XX);
    };
  }

  private enum Writers {
    ALL,
    APIS,
    EVENTS,
    RECOMMEND_API,
    INGEST_UPLOADS,
    INGEST_COLLECT,
    INGEST_STREAM
  }

  /// As CloudWatch writes them.
  private enum Unit {
    COUNT("Count"),
    MILLISECONDS("Milliseconds"),
    SECONDS("Seconds");

    private final String text;

    Unit(String text) {
      this.text = text;
    }
  }
}
