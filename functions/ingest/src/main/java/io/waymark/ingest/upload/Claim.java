package io.waymark.ingest.upload;

import java.util.Optional;

/// That an upload has an event's id, as the event's marker says. It counts once the upload is done;
/// see [UploadClaims].
///
/// @param attempt which of its examinations took the id: one that is examined again takes its ids
///   anew, so that nobody takes them over at that moment
public record Claim(UploadId upload, String attempt) {
  private static final String UPLOAD = "upload ";

  /// What a marker holds, `upload <id> <attempt>`.
  public String source() {
    return UPLOAD + upload + " " + attempt;
  }

  /// What begins [#source()] whichever the attempt.
  String anyAttempt() {
    return UPLOAD + upload + " ";
  }

  /// Reads a marker; empty for what is no upload's.
  public static Optional<Claim> of(String source) {
    String[] parts = source.split(" ", -1);
    return source.startsWith(UPLOAD) && parts.length == 3
        ? Optional.of(new Claim(new UploadId(parts[1]), parts[2]))
        : Optional.empty();
  }
}
