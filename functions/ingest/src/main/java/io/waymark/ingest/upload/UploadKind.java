package io.waymark.ingest.upload;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an upload is full of.
public enum UploadKind {
  INTERACTIONS,
  ITEMS;

  /// As it stands in requests, reports and object names.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<UploadKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
