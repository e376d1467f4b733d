package io.waymark.ingest.quality;

import java.util.Locale;

/// What is noted of single rows that are taken all the same.
public enum Note {
  UNKNOWN_ITEMS(
      "items that are not in the catalogue cannot be recommended: %s",
      "upload the items too, or see whether both files name them alike"),
  UNKNOWN_TYPES(
      "types without a weight of their own weigh 1: %s",
      "map them to the types that have one where they mean the same"),
  WITHOUT_TIME(
      "rows without a timestamp cannot be ordered; training cuts at random where all are",
      "export the time of the event too"),
  UNKNOWN_COLUMNS(
      "columns that mean nothing here are passed over: %s",
      "rename those that stand for interaction_type, timestamp, rating, value, duration_seconds or"
          + " event_id"),
  WITHOUT_NAME("items without a name are shown by their id: %s", "export their names too");

  private final String message;
  private final String recommendation;

  Note(String message, String recommendation) {
    this.message = message;
    this.recommendation = recommendation;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param examples of what the rows have
  String message(String examples) {
    return message.replace("%s", examples);
  }

  String recommendation() {
    return recommendation;
  }
}
