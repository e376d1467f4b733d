package io.waymark.ingest.event;

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
}
