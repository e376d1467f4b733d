package io.waymark.ingest.stream;

import io.waymark.interactions.RejectionReason;
import java.util.List;

/// What became of a dead letter that was taken again.
public sealed interface Replayed {
  /// It is stored now.
  record Accepted() implements Replayed {}

  /// It was stored before: by an earlier replay, or by another way in.
  record Duplicate() implements Replayed {}

  /// It still cannot be stored.
  ///
  /// @param reasons at least one
  record Rejected(List<RejectionReason> reasons) implements Replayed {
    public Rejected {
      reasons = List.copyOf(reasons);
    }
  }
}
