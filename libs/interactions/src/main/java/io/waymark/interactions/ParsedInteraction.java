package io.waymark.interactions;

import java.util.List;

/// What became of one raw row.
public sealed interface ParsedInteraction {
  record Accepted(Interaction interaction) implements ParsedInteraction {}

  /// Refused.
  ///
  /// @param reasons at least one
  record Rejected(List<RejectionReason> reasons) implements ParsedInteraction {
    public Rejected {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a rejection needs a reason");
      }
    }
  }
}
