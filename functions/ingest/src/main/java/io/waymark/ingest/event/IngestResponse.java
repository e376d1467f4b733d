package io.waymark.ingest.event;

import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.FieldError;
import io.waymark.interactions.RejectionReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of each event of a request.
///
/// @param results in the order of the request
@Serdeable
record IngestResponse(int accepted, int duplicate, int rejected, List<Result> results) {
  /// One event.
  ///
  /// @param eventId its own, or the one it was given
  /// @param status `accepted`, `duplicate` or `rejected`
  /// @param errors what is wrong, of a rejected one
  @Serdeable
  record Result(@Nullable String eventId, String status, List<FieldError> errors) {}

  static IngestResponse of(List<EventOutcome> outcomes) {
    List<Result> results = outcomes.stream().map(IngestResponse::result).toList();
    return new IngestResponse(
        count(results, "accepted"),
        count(results, "duplicate"),
        count(results, "rejected"),
        results);
  }

  private static Result result(EventOutcome outcome) {
    return switch (outcome) {
      case EventOutcome.Accepted accepted ->
          new Result(accepted.id().value(), "accepted", List.of());
      case EventOutcome.Duplicate duplicate ->
          new Result(duplicate.id().value(), "duplicate", List.of());
      case EventOutcome.Rejected rejected ->
          new Result(
              rejected.id().orElse(null),
              "rejected",
              rejected.reasons().stream().map(IngestResponse::error).toList());
      case EventOutcome.Erased erased ->
          new Result(
              erased.id().orElse(null), "rejected", List.of(error(EventOutcome.Erased.REASON)));
    };
  }

  private static FieldError error(RejectionReason reason) {
    return new FieldError(reason.field(), reason.message());
  }

  private static int count(List<Result> results, String status) {
    return (int) results.stream().filter(result -> result.status().equals(status)).count();
  }
}
