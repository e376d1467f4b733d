package io.waymark.auth.database;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which part of a list, ordered by id.
///
/// @param after the last id the caller has seen, as text
/// @param limit 1–[#MOST]
public record Page(Optional<String> after, int limit) {
  public static final int MOST = 200;
  public static final int USUAL = 50;

  public Page {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1-" + MOST);
    }
  }

  /// The first [#MOST].
  public static Page first() {
    return new Page(Optional.empty(), MOST);
  }

  /// Where the page after `found` begins; empty after the last one.
  public <T> Optional<String> next(List<T> found, Function<T, String> id) {
    return found.size() < limit ? Optional.empty() : Optional.of(id.apply(found.getLast()));
  }
}
