package io.waymark.ingest.upload;

import java.io.Serial;

/// An older upload is at work that has some of the same events. Unwinds what was begun to be
/// written, however deep.
final class OlderFirstException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient UploadId older;

  OlderFirstException(UploadId older) {
    super("upload " + older + " is at work and has some of the same events");
    this.older = older;
  }

  UploadId older() {
    return older;
  }
}
