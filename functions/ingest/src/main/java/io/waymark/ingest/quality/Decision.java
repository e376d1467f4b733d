package io.waymark.ingest.quality;

import java.util.List;
import java.util.Locale;

/// What the quality gate says of a file that can be read.
public enum Decision {
  APPROVED,
  APPROVED_WITH_WARNINGS,
  /// Nothing is stored before a person approves it.
  HELD;

  /// The gravest finding decides.
  public static Decision of(List<Finding> findings) {
    Decision decision = APPROVED;
    for (Finding finding : findings) {
      switch (finding.severity()) {
        case CRITICAL -> {
          return HELD;
        }
        case WARNING -> decision = APPROVED_WITH_WARNINGS;
        case INFO -> {}
      }
    }
    return decision;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#text] wrote.
  public static Decision of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
