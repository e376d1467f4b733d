package io.waymark.recommend.answers;

import io.waymark.recommend.catalogue.Offer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What is kept of a list.
///
/// @param next what the page after must not show again
record KeptList(List<Recommended> items, Optional<Seen> next) {
  private static final long OF_AN_ITEM = 600;
  private static final long OF_A_SHARE = 300;

  KeptList {
    items = List.copyOf(items);
  }

  /// As it was, over a catalogue of the same version.
  Answer.Listed with(Answer.Model model, Offer offer) {
    return new Answer.Listed(
        items, Optional.of(model), Optional.empty(), new TreeSet<>(), offer, next);
  }

  /// About what it takes in memory.
  long bytes() {
    long shares =
        items.stream()
            .flatMap(item -> item.explanation().stream())
            .mapToLong(explanation -> explanation.seeds().size())
            .sum();
    long marks = next.map(seen -> seen.marks().size()).orElse(0);
    long reasons = items.stream().mapToLong(item -> 2L * item.reason().length()).sum();
    return reasons + OF_AN_ITEM * items.size() + OF_A_SHARE * shares + 50 * marks;
  }
}
