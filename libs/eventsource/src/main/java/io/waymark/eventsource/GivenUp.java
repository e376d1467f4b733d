package io.waymark.eventsource;

import java.time.Instant;
import java.util.List;

/// Records that were not applied, with their payload.
///
/// @param mapping names the stream and its function
/// @param error what the last invocation said
public record GivenUp<T>(
    String mapping, String shard, Reason reason, String error, Instant at, List<Entry<T>> records) {
  public GivenUp {
    records = List.copyOf(records);
  }

  /// Why.
  public enum Reason {
    RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
    RECORD_AGE_EXCEEDED("RecordAgeExceeded");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /// The condition as AWS names it.
    public String text() {
      return text;
    }
  }
}
