package io.waymark.ingest.upload;

import io.micronaut.serde.annotation.Serdeable;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Decision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An upload as callers see it.
///
/// @param state `waiting`, `received`, `reading`, `storing`, then `done`, `refused` or `failed`;
///   `held` waits for `approve` or `discard`, the latter makes it `discarded`
/// @param decision of the quality gate, none before every row was looked at: `approved`,
///   `approved_with_warnings` or `held`
/// @param message what it waits for, or why it was refused, held or failed
@Serdeable
record UploadResponse(
    String uploadId,
    String kind,
    String state,
    Instant createdAt,
    @Nullable Instant receivedAt,
    long sizeBytes,
    long read,
    long accepted,
    long duplicate,
    long rejected,
    @Nullable String decision,
    @Nullable String message) {

  private static final String GIVEN_UP =
      "it was not finished and is not tried again by itself; upload the file again: events with an"
          + " event_id are stored once, however often they are uploaded";

  /// As it stands at `now`.
  static UploadResponse of(Upload upload, Instant now) {
    if (upload.givenUp(now)) {
      return shown(upload.ended(UploadState.FAILED, Counts.NONE, Optional.of(GIVEN_UP)));
    }
    return shown(upload);
  }

  private static UploadResponse shown(Upload upload) {
    return new UploadResponse(
        upload.id().value(),
        upload.kind().text(),
        upload.state().text(),
        upload.createdAt(),
        upload.receivedAt().orElse(null),
        upload.size(),
        upload.counts().read(),
        upload.counts().accepted(),
        upload.counts().duplicate(),
        upload.counts().rejected(),
        upload.ruling().map(Ruling::decision).map(Decision::text).orElse(null),
        upload.message().orElse(null));
  }

  /// Uploads, the newest first.
  @Serdeable
  record Page(java.util.List<UploadResponse> uploads) {
    Page {
      uploads = java.util.List.copyOf(uploads);
    }
  }

  /// Where to get the rejected rows.
  @Serdeable
  record Rejected(String url, Instant expiresAt) {}

  /// Where to put the file.
  ///
  /// @param headers to be sent with it as they are
  @Serdeable
  record Created(
      String uploadId, String url, String method, Map<String, String> headers, Instant expiresAt) {
    Created {
      headers = Map.copyOf(headers);
    }
  }
}
