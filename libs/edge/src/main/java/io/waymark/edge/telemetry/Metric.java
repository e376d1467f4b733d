package io.waymark.edge.telemetry;

/// What functions measure. The name is the one in CloudWatch.
public enum Metric {
  /// Of an invocation, as the handler sees it.
  LATENCY("Latency", Unit.MILLISECONDS),
  /// Requests by the class of their answer.
  STATUS_2XX("Status2xx", Unit.COUNT),
  STATUS_3XX("Status3xx", Unit.COUNT),
  STATUS_4XX("Status4xx", Unit.COUNT),
  STATUS_5XX("Status5xx", Unit.COUNT),
  /// Events whose handler threw.
  FAILURES("Failures", Unit.COUNT),
  /// Error lines of the log. By fingerprint they are counted there: a metric of each would be one
  /// more a month for every bug.
  ERRORS("Errors", Unit.COUNT),
  /// Errors that Sentry was not told of, though it should.
  REPORTS_DROPPED("ReportsDropped", Unit.COUNT),
  /// Instances at their first invocation, after a start or a restore.
  COLD_STARTS("ColdStarts", Unit.COUNT),
  /// Lists given, but for those that asked for what is trending, and for re-ranked ones.
  LISTS("Lists", Unit.COUNT),
  /// Of them those without one item.
  EMPTY_LISTS("EmptyLists", Unit.COUNT),
  /// Places in those lists, but for pinned ones.
  SLOTS("Slots", Unit.COUNT),
  /// Of them those that no model filled for this user.
  FALLBACK_SLOTS("FallbackSlots", Unit.COUNT),
  /// Questions for a model that was in memory.
  MODEL_HITS("ModelHits", Unit.COUNT),
  /// Questions for one that was not: it was loaded, or there is none.
  MODEL_MISSES("ModelMisses", Unit.COUNT),
  /// Since the model that answers was made.
  MODEL_AGE("ModelAge", Unit.SECONDS),
  /// Uploads that wait for a person.
  UPLOADS_HELD("UploadsHeld", Unit.COUNT),
  UPLOADS_REFUSED("UploadsRefused", Unit.COUNT);

  private final String text;
  private final Unit unit;

  Metric(String text, Unit unit) {
    this.text = text;
    this.unit = unit;
  }

  public String text() {
    return text;
  }

  String unit() {
    return unit.text;
  }

  /// That of an answer with this status.
  static Metric ofStatus(int status) {
    return switch (status / 100) {
      case 2 -> STATUS_2XX;
      case 3 -> STATUS_3XX;
      case 4 -> STATUS_4XX;
      default -> STATUS_5XX;
    };
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
