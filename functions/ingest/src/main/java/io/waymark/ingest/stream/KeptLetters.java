package io.waymark.ingest.stream;

import java.util.List;

/// A page of dead letters.
///
/// @param more whether there may be others behind the last, which there is then
public record KeptLetters(List<KeptLetter> letters, boolean more) {
  public KeptLetters {
    letters = List.copyOf(letters);
    if (more && letters.isEmpty()) {
      throw new IllegalArgumentException("a page that is not the last ends with a letter");
    }
  }
}
