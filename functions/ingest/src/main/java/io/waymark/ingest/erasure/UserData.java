package io.waymark.ingest.erasure;

import io.waymark.ingest.upload.Remembered;
import io.waymark.interactions.HistoryRow;
import java.util.List;
import java.util.Optional;

/// What stands under a user's own id.
///
/// @param history what the user did, the newest first, then what was only shown
/// @param trainingKey under which the user stands in training data
/// @param complete whether that is all
public record UserData(
    List<HistoryRow> history,
    List<Remembered> remembered,
    Optional<String> trainingKey,
    boolean complete) {
  public UserData {
    history = List.copyOf(history);
    remembered = List.copyOf(remembered);
  }

  boolean isEmpty() {
    return history.isEmpty() && remembered.isEmpty() && trainingKey.isEmpty();
  }
}
