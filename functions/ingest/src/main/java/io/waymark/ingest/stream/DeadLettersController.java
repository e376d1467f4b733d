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
import io.waymark.edge.SourceAddress;
import io.waymark.edge.notes.AuditNote;
import io.waymark.ingest.audit.AuditNoteStore;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records of the event stream that could not be stored, and another try.
@Controller("/api/v1/data/dead-letters")
@Secured(Scope.Names.ADMIN)
@Tag(name = "Dead letters")
class DeadLettersController {
  private static final int MOST = 100;
  private static final String REJECTED = "rejected";

  private final KeptLetterStore letters;
  private final StreamRecords records;
  private final AuditNoteStore notes;
  private final Clock clock;

  DeadLettersController(
      KeptLetterStore letters, StreamRecords records, AuditNoteStore notes, Clock clock) {
    this.letters = letters;
    this.records = records;
    this.notes = notes;
    this.clock = clock;
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
              + " days. A page ends at the limit, or at 4 MB.")
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
    KeptLetters found = letters.list(principal.tenant(), after, limit);
    return new Page(
        found.letters().stream().map(Letter::of).toList(),
        found.more() ? found.letters().getLast().id().value() : null);
  }

  @Post("/{id}/replay")
  @Operation(
      summary = "Try a dead letter again",
      description =
          "As if the stream delivered its record once more: what was stored before is a duplicate."
              + " A letter that is stored, or was, is removed; one that is rejected stays. It is"
              + " told in the audit log.")
  Outcome replay(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) SourceAddress from,
      @PathVariable @Parameter(description = "The letter's id") String id) {
    TenantId tenant = principal.tenant();
    KeptLetter kept =
        letterId(id)
            .flatMap(known -> letters.find(tenant, known))
            .orElseThrow(() -> Problems.notFound("such dead letter"));
    Outcome outcome =
        switch (records.replay(tenant, kept)) {
          case Replayed.Accepted _ -> new Outcome(id, "accepted", List.of());
          case Replayed.Duplicate _ -> new Outcome(id, "duplicate", List.of());
          case Replayed.Rejected rejected ->
              new Outcome(
                  id,
                  REJECTED,
                  rejected.reasons().stream()
                      .map(reason -> new FieldError(reason.field(), reason.message()))
                      .toList());
        };
    notes.add(
        tenant,
        AuditNote.of(
            principal,
            from,
            clock.instant(),
            "dead_letter.replayed",
            id,
            Map.of(),
            Map.of("status", outcome.status())));
    // Removed only now: whoever stops in between finds it again, and replays a duplicate.
    if (!outcome.status().equals(REJECTED)) {
      letters.remove(tenant, kept.id());
    }
    return outcome;
  }

  private static Optional<LetterId> letterId(String id) {
    try {
      return Optional.of(new LetterId(id));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
