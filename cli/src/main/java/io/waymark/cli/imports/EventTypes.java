package io.waymark.cli.imports;

import io.waymark.interactions.Cell;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What other products call an event, and what it is here: the types that have a weight under their
/// usual names, the caller's own choice before those, and any other as it is, in our spelling.
final class EventTypes {
  /// Types are a foreign file's: there may be any number.
  private static final int MOST = 200;

  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("view", "view"),
          Map.entry("views", "view"),
          Map.entry("detailview", "view"),
          Map.entry("pageview", "view"),
          Map.entry("watch", "view"),
          Map.entry("read", "view"),
          Map.entry("click", "click"),
          Map.entry("clicks", "click"),
          Map.entry("cart", "cart"),
          Map.entry("addtocart", "cart"),
          Map.entry("cartaddition", "cart"),
          Map.entry("purchase", "purchase"),
          Map.entry("purchases", "purchase"),
          Map.entry("buy", "purchase"),
          Map.entry("order", "purchase"),
          Map.entry("like", "like"),
          Map.entry("likes", "like"),
          Map.entry("star", "like"),
          Map.entry("favorite", "like"),
          Map.entry("favourite", "like"),
          Map.entry("bookmark", "like"),
          Map.entry("rating", "rating"),
          Map.entry("dislike", "dislike"),
          Map.entry("remove", "remove"),
          Map.entry("impression", "impression"));

  private final Map<String, String> chosen;
  private final SortedMap<String, Long> met = new TreeMap<>();

  /// @param chosen our types by the file's, which count without case and signs
  EventTypes(Map<String, String> chosen) {
    Map<String, String> plain = new TreeMap<>();
    chosen.forEach((theirs, ours) -> plain.put(ForeignRow.plain(theirs), ours));
    this.chosen = plain;
  }

  /// Ours for `theirs`; what cannot be a type of ours stays as it is, for the row to be refused.
  Cell of(String theirs) {
    String plain = ForeignRow.plain(theirs);
    String usual = USUAL.getOrDefault(plain, spelt(theirs));
    return Cell.text(chosen.getOrDefault(plain, usual));
  }

  /// Counts a row that is written.
  void wrote(String type) {
    met.merge(met.containsKey(type) || met.size() < MOST ? type : "others", 1L, Long::sum);
  }

  /// Rows written, by type.
  SortedMap<String, Long> rows() {
    return met;
  }

  private static String spelt(String theirs) {
    return theirs
        .strip()
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9_]+", "_");
  }
}
