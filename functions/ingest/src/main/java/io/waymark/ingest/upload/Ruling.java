package io.waymark.ingest.upload;

import io.waymark.ingest.quality.Decision;
import java.util.Optional;

/// What was decided on an upload before anything of it was stored; it stands, whatever is found
/// when the file is read again.
///
/// @param approvedBy who approved it where it was held: the member's or the key's id
public record Ruling(Decision decision, Optional<String> approvedBy) {
  static Ruling of(Decision decision) {
    return new Ruling(decision, Optional.empty());
  }

  Ruling approved(String by) {
    return new Ruling(decision, Optional.of(by));
  }

  boolean stores() {
    return decision != Decision.HELD || approvedBy.isPresent();
  }
}
