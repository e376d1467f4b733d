package io.waymark.ingest.quality;

import java.util.List;
import java.util.Optional;

/// What was stored before of the same kind and tenant.
///
/// @param same an upload whose file was the same, byte for byte
/// @param uploads the newest first, as far as they are looked at
public record Earlier(Optional<String> same, List<Kept> uploads) {
  public static final Earlier NONE = new Earlier(Optional.empty(), List.of());

  public Earlier {
    uploads = List.copyOf(uploads);
  }

  /// One of them.
  ///
  /// @param kind `upload` or `day`
  public record Kept(String kind, String id, Portrait portrait) {
    public static Kept upload(String id, Portrait portrait) {
      return new Kept("upload", id, portrait);
    }

    /// As a person is told of it.
    String called() {
      return kind + " " + id;
    }
  }
}
