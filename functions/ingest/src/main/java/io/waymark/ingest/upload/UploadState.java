package io.waymark.ingest.upload;

import java.util.Locale;

/// How far an upload is.
public enum UploadState {
  /// The URL is given out; the file has not come.
  WAITING,
  /// The file is there.
  RECEIVED,
  /// Every row is looked at; nothing is stored yet.
  READING,
  /// Someone has to approve or discard it; nothing of it is stored.
  HELD,
  STORING,
  /// Everything that was accepted is stored.
  DONE,
  /// The file is none of ours; nothing of it is stored.
  REFUSED,
  /// It was held and is not wanted; nothing of it is stored.
  DISCARDED,
  /// Something of ours went wrong; it is tried again.
  FAILED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static UploadState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /// Whether nothing will change any more.
  public boolean ended() {
    return switch (this) {
      case DONE, REFUSED, DISCARDED -> true;
      case WAITING, RECEIVED, READING, HELD, STORING, FAILED -> false;
    };
  }

  /// Whether there is nothing to do: it ended, or a person has to decide first.
  boolean rests() {
    return this == HELD || ended();
  }
}
