package io.waymark.recommend.answers;

import io.waymark.recommend.answers.Recommended.Source;
import io.waymark.tenancy.ItemId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A list in the making: full at `count`, no item twice, scores never rising.
final class Slots {
  private static final double LEAST = 1e-6;

  private final int count;
  private final List<Recommended> items = new ArrayList<>();
  private final Set<ItemId> taken = new HashSet<>();

  Slots(int count) {
    this.count = count;
  }

  boolean full() {
    return items.size() >= count;
  }

  int free() {
    return count - items.size();
  }

  boolean has(ItemId item) {
    return taken.contains(item);
  }

  /// Adds a slot if there is room and the item is not there yet. The score is rounded to six places
  /// and lowered to that of the slot before where it would rise.
  void add(ItemId item, double score, String reason, Source source, List<ItemId> because) {
    if (full() || !taken.add(item)) {
      return;
    }
    double above = items.isEmpty() ? 1 : items.getLast().score();
    double rounded = Math.rint(score * 1e6) / 1e6;
    items.add(
        new Recommended(
            item, Math.min(above, Math.clamp(rounded, LEAST, 1)), reason, source, because));
  }

  List<Recommended> items() {
    return List.copyOf(items);
  }
}
