package io.waymark.ingest.upload;

import java.util.List;
import java.util.Optional;

/// What was stored before of the same kind and tenant.
///
/// @param same an upload whose file was the same, byte for byte
/// @param uploads the newest first, as far as they are looked at
record Earlier(Optional<UploadId> same, List<Kept> uploads) {
  static final Earlier NONE = new Earlier(Optional.empty(), List.of());

  Earlier {
    uploads = List.copyOf(uploads);
  }

  /// @param kind `upload` or `day`
  record Kept(String kind, String id, Portrait portrait) {
    static Kept upload(UploadId id, Portrait portrait) {
      return new Kept("upload", id.toString(), portrait);
    }

    /// As a person is told of it.
    String called() {
      return kind + " " + id;
    }
  }
}
