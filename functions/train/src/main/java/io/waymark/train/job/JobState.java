package io.waymark.train.job;

import java.util.Locale;

/// Where a job stands. The last three are final.
public enum JobState {
  QUEUED,
  RUNNING,
  REFUSED,
  FAILED,
  DONE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static JobState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  public boolean alive() {
    return switch (this) {
      case QUEUED, RUNNING -> true;
      case REFUSED, FAILED, DONE -> false;
    };
  }
}
