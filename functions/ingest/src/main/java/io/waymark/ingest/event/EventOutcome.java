package io.waymark.ingest.event;

import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.RejectionReason;
import io.waymark.tenancy.EventId;
import java.util.List;
import java.util.Optional;

/// What became of one event.
public sealed interface EventOutcome {
  /// Stored just now.
  record Accepted(EventId id) implements EventOutcome {}

  /// Stored before.
  record Duplicate(EventId id) implements EventOutcome {}

  /// Not stored, and never will be as it is.
  ///
  /// @param id as the event gave it, if it gave one
  record Rejected(Optional<String> id, List<RejectionReason> reasons) implements EventOutcome {
    public Rejected {
      reasons = List.copyOf(reasons);
    }
  }

  /// Not stored, for its user was erased; nothing of it may be kept.
  ///
  /// @param id as the event gave it, if it gave one
  record Erased(Optional<String> id) implements EventOutcome {
    public static final RejectionReason REASON =
        new RejectionReason(
            InteractionParser.USER_ID, "erased", "was erased; events of this user are refused");
  }
}
