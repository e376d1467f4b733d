package io.waymark.ingest.quality;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/// How much a finding matters.
@Serdeable
public enum Severity {
  /// Good to know.
  @JsonProperty("info")
  INFO,
  /// The upload is taken, but recommendations may suffer.
  @JsonProperty("warning")
  WARNING,
  /// A person has to look at it first.
  @JsonProperty("critical")
  CRITICAL;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
