package io.waymark.files;

import java.util.Locale;

/// Why a file is no table.
///
/// @param message for people, beginning with what is wrong: "has no column item_id"
public record Refusal(Reason reason, String message) {
  static final Refusal DAMAGED =
      new Refusal(Reason.TRUNCATED, "has compressed data that is cut short or damaged");

  public enum Reason {
    /// No bytes.
    EMPTY,
    /// A table without rows.
    NO_ROWS,
    MISSING_COLUMN,
    /// A column stands twice.
    DUPLICATE_COLUMN,
    /// A compressed stream or a Parquet file that ends too early or is damaged on the way.
    TRUNCATED,
    /// Not what its name or its first bytes say.
    NOT_THIS_FORMAT,
    /// A web page, most often an error page that was saved under the name of the file.
    HTML,
    /// Bytes that are no text and no format we read.
    BINARY,
    /// Text in another encoding than UTF-8.
    ENCODING,
    /// Compressed in a way that is not read.
    COMPRESSION;

    /// As it stands in reports: `missing_column`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
