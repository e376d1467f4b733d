package io.waymark.ingest.quality;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/// Something a person should know about a file.
///
/// @param code for programs, like `unknown_items`
/// @param message for people, with examples
/// @param rows how many rows it concerns
/// @param evidence the numbers it follows from, by name
/// @param recommendation what to do about it
@Serdeable
public record Finding(
    String code,
    Severity severity,
    String message,
    long rows,
    Map<String, Double> evidence,
    String recommendation) {
  public Finding {
    evidence = Map.copyOf(evidence);
  }

  public Finding with(String nextMessage) {
    return new Finding(code, severity, nextMessage, rows, evidence, recommendation);
  }
}
