package io.waymark.ingest.stream;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records of the event stream that could not be stored, and another try.
@Controller("/api/v1/data/dead-letters")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Dead letters")
class DeadLettersController {
  private static final int MOST = 100;

  private final KeptLetterStore letters;
  private final StreamRecords records;

  DeadLettersController(KeptLetterStore letters, StreamRecords records) {
    this.letters = letters;
    this.records = records;
  }

  /// A record that was not stored.
  ///
  /// @param record shard and sequence number
  /// @param partitionKey as its producer chose it; empty where its user was erased
  /// @param payload what it holds, base64; empty where its user was erased
  /// @param reasons why it was not stored
  @Serdeable
  record Letter(
      String id,
      String record,
      Instant keptAt,
      String partitionKey,
      String payload,
      List<FieldError> reasons) {
    static Letter of(KeptLetter kept) {
      DeadLetter letter = kept.letter();
      return new Letter(
          kept.id().value(),
          letter.eventId(),
          kept.keptAt(),
          letter.partitionKey(),
          letter.payload(),
          letter.reasons().stream()
              .map(reason -> new FieldError(reason.field(), reason.message()))
              .toList());
    }
  }

  /// Letters in the order of their ids.
  ///
  /// @param nextCursor none behind the last
  @Serdeable
  record Page(List<Letter> letters, @Nullable String nextCursor) {
    Page {
      letters = List.copyOf(letters);
    }
  }

  /// What became of a letter that was tried again.
  ///
  /// @param status `accepted`; `duplicate` where its event was stored before; `rejected` where it
  ///   still cannot be stored
  @Serdeable
  record Outcome(String id, String status, List<FieldError> reasons) {
    Outcome {
      reasons = List.copyOf(reasons);
    }
  }

  @Get
  @Operation(
      summary = "List the dead letters of the event stream",
      description =
          "Records that named the tenant and could not be stored, with the reasons; kept for 90"
              + " days.")
  Page list(
      @Parameter(hidden = true) Principal principal,
      @QueryValue(defaultValue = "50") @Parameter(description = "How many at most, 1–100")
          int limit,
      @QueryValue @Nullable @Parameter(description = "The next_cursor of the page before")
          String cursor) {
    if (limit < 1 || limit > MOST) {
      throw Problems.invalid("limit", "must be from 1 to " + MOST);
    }
    Optional<LetterId> after =
        Optional.ofNullable(cursor)
            .map(
                id ->
                    letterId(id)
                        .orElseThrow(
                            () ->
                                Problems.invalid(
                                    "cursor", "must be the next_cursor of the page before")));
    List<KeptLetter> found = letters.list(principal.tenant(), after, limit);
    return new Page(
        found.stream().map(Letter::of).toList(),
        found.size() < limit ? null : found.getLast().id().value());
  }

  @Post("/{id}/replay")
  @Operation(
      summary = "Try a dead letter again",
      description =
          "As if the stream delivered its record once more: what was stored before is a duplicate."
              + " A letter that is stored, or was, is removed; one that is rejected stays.")
  Outcome replay(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The letter's id") String id) {
    TenantId tenant = principal.tenant();
    KeptLetter kept =
        letterId(id)
            .flatMap(known -> letters.find(tenant, known))
            .orElseThrow(() -> Problems.notFound("such dead letter"));
    return switch (records.replay(tenant, kept.letter())) {
      case Replayed.Accepted _ -> applied(tenant, kept, "accepted");
      case Replayed.Duplicate _ -> applied(tenant, kept, "duplicate");
      case Replayed.Rejected rejected ->
          new Outcome(
              kept.id().value(),
              "rejected",
              rejected.reasons().stream()
                  .map(reason -> new FieldError(reason.field(), reason.message()))
                  .toList());
    };
  }

  /// Removed only now: whoever stops in between finds it again, and replays a duplicate.
  private Outcome applied(TenantId tenant, KeptLetter kept, String status) {
    letters.remove(tenant, kept.id());
    return new Outcome(kept.id().value(), status, List.of());
  }

  private static Optional<LetterId> letterId(String id) {
    try {
      return Optional.of(new LetterId(id));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
