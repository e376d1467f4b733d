package io.waymark.ingest.upload;

import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Decision;
import java.time.Instant;
import java.util.Optional;

/// One upload of a tenant.
///
/// @param file the name of its object below the upload's folder, like `items.csv.gz`
/// @param size how many bytes were announced
/// @param receivedAt when its file came
/// @param content which bytes were read first; no others are read for it ever after
/// @param message what it waits for, or why it was refused or failed
/// @param ruling on its content; none while it was not read
/// @param lease of who works at it, or did last
public record Upload(
    UploadId id,
    UploadKind kind,
    String file,
    long size,
    UploadState state,
    Instant createdAt,
    Optional<Instant> receivedAt,
    Optional<Content> content,
    Counts counts,
    Optional<String> message,
    Optional<Ruling> ruling,
    Optional<Lease> lease) {
  private static final String TRIED_AGAIN =
      "something of ours went wrong; it may be tried again by itself, and ten minutes from now this"
          + " says whether it was given up";

  private static final String WAITS =
      "someone has to look at its report, then approve or discard it; nothing of it is stored";

  /// The bytes of a file.
  ///
  /// @param tag as the bucket knows them
  /// @param checksum as everyone does
  public record Content(String tag, String checksum) {}

  static Upload waiting(UploadId id, UploadKind kind, String file, long size, Instant now) {
    return new Upload(
        id,
        kind,
        file,
        size,
        UploadState.WAITING,
        now,
        Optional.empty(),
        Optional.empty(),
        Counts.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Its file came at `at`, where nobody said so before.
  Upload received(Instant at) {
    return with(
        UploadState.RECEIVED,
        Optional.of(receivedAt.orElse(at)),
        content,
        Counts.NONE,
        Optional.empty());
  }

  /// Its rows are looked at.
  ///
  /// @param at when rows without a time happened
  Upload reading(Content read, Instant at) {
    return with(UploadState.READING, Optional.of(at), Optional.of(read), counts, message);
  }

  Upload in(UploadState next) {
    return with(next, receivedAt, content, counts, message);
  }

  Upload ruled(Ruling next) {
    return with(Optional.of(next), lease);
  }

  Upload waitingForAPerson(Counts read) {
    return with(UploadState.HELD, receivedAt, content, read, Optional.of(WAITS));
  }

  /// To be read again and stored.
  Upload approved(String by, Instant now) {
    return with(UploadState.RECEIVED, receivedAt, content, counts, Optional.empty())
        .ruled(Ruling.of(Decision.HELD).approved(by))
        .held(Lease.released(now));
  }

  boolean approved() {
    return ruling.flatMap(Ruling::approvedBy).isPresent();
  }

  /// All its rows were looked at.
  Upload storing(Counts read) {
    return with(UploadState.STORING, receivedAt, content, read, message);
  }

  Upload ended(UploadState last, Counts result, Optional<String> why) {
    return with(last, receivedAt, content, result, why);
  }

  /// Nothing of it is left in the training data, and nobody works at it.
  Upload failed(Instant now) {
    return ended(UploadState.FAILED, Counts.NONE, Optional.of(TRIED_AGAIN))
        .held(Lease.released(now));
  }

  /// Nothing of it is left in the training data, and nobody works at it until `first` has ended.
  Upload waitingFor(UploadId first, Instant now) {
    return with(
            UploadState.RECEIVED,
            receivedAt,
            content,
            Counts.NONE,
            Optional.of(
                "upload %s has some of the same events; this one goes on by itself after it"
                    .formatted(first)))
        .held(Lease.released(now));
  }

  Upload held(Lease next) {
    return with(ruling, Optional.of(next));
  }

  /// Whether it will never end unless its file is uploaded again.
  boolean givenUp(Instant now) {
    return !state.ended()
        && lease.filter(last -> now.isAfter(last.until().plus(Lease.TRIED_AGAIN))).isPresent()
        && state != UploadState.WAITING
        && state != UploadState.HELD;
  }

  private Upload with(
      UploadState next,
      Optional<Instant> at,
      Optional<Content> read,
      Counts result,
      Optional<String> why) {
    return new Upload(id, kind, file, size, next, createdAt, at, read, result, why, ruling, lease);
  }

  private Upload with(Optional<Ruling> nextRuling, Optional<Lease> nextLease) {
    return new Upload(
        id,
        kind,
        file,
        size,
        state,
        createdAt,
        receivedAt,
        content,
        counts,
        message,
        nextRuling,
        nextLease);
  }
}
