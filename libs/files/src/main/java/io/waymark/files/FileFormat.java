package io.waymark.files;

import java.util.Locale;
import java.util.Optional;

/// The kinds of table we read.
public enum FileFormat {
  PARQUET,
  CSV,
  JSONL;

  /// As it stands in requests and reports.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FileFormat> of(String text) {
    return switch (text) {
      case "parquet" -> Optional.of(PARQUET);
      case "csv", "tsv" -> Optional.of(CSV);
      case "jsonl", "ndjson", "json" -> Optional.of(JSONL);
      default -> Optional.empty();
    };
  }

  /// The format a file's name says, compression endings aside.
  static Optional<FileFormat> named(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    for (String ending : new String[] {".gz", ".zst"}) {
      if (name.endsWith(ending)) {
        name = name.substring(0, name.length() - ending.length());
      }
    }
    int dot = name.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : of(name.substring(dot + 1));
  }
}
