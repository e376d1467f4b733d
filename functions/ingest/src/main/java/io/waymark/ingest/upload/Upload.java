package io.waymark.ingest.upload;

import java.time.Instant;
import java.util.Optional;

/// One upload of a tenant.
///
/// @param file the name of its object below the upload's folder, like `items.csv.gz`
/// @param size how many bytes were announced
/// @param receivedAt when its file came
/// @param message why it was refused or failed
public record Upload(
    UploadId id,
    UploadKind kind,
    String file,
    long size,
    UploadState state,
    Instant createdAt,
    Optional<Instant> receivedAt,
    Counts counts,
    Optional<String> message) {

  static Upload waiting(UploadId id, UploadKind kind, String file, long size, Instant now) {
    return new Upload(
        id,
        kind,
        file,
        size,
        UploadState.WAITING,
        now,
        Optional.empty(),
        Counts.NONE,
        Optional.empty());
  }

  /// Its file came at `at`, where nobody said so before.
  Upload received(Instant at) {
    return new Upload(
        id,
        kind,
        file,
        size,
        UploadState.RECEIVED,
        createdAt,
        Optional.of(receivedAt.orElse(at)),
        Counts.NONE,
        Optional.empty());
  }

  Upload in(UploadState next) {
    return new Upload(id, kind, file, size, next, createdAt, receivedAt, counts, message);
  }

  /// All its rows were looked at.
  Upload storing(Counts read) {
    return new Upload(
        id, kind, file, size, UploadState.STORING, createdAt, receivedAt, read, message);
  }

  Upload ended(UploadState last, Counts result, Optional<String> why) {
    return new Upload(id, kind, file, size, last, createdAt, receivedAt, result, why);
  }
}
