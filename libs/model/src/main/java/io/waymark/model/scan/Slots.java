package io.waymark.model.scan;

import java.util.Arrays;

/// Where in a list an item stands. Most that are asked for stand nowhere in it. Not a record,
/// because of the arrays.
final class Slots {
  /// So many places for each item, at least: nearly all that stand nowhere meet an empty one.
  private static final int ROOM = 8;

  /// The golden ratio, of 32 bits: spreads what lies side by side.
  private static final int SPREADING = 0x9E3779B9;

  private static final int EMPTY = -1;

  private final int[] items;

  /// Slots, at the place of their item or the next free ones.
  private final int[] places;

  private final int shift;

  /// Places of a list.
  ///
  /// @param items each once
  Slots(int[] items) {
    this.items = items;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, items.length) * ROOM - 1);
    this.shift = Integer.SIZE - bits;
    this.places = new int[1 << bits];
    Arrays.fill(places, EMPTY);
    for (int slot = 0; slot < items.length; slot++) {
      int place = first(items[slot]);
      while (places[place] != EMPTY) {
        place = (place + 1) & (places.length - 1);
      }
      places[place] = slot;
    }
  }

  private int first(int item) {
    return (item * SPREADING) >>> shift;
  }

  /// The slot of an item, or a number below 0.
  int of(int item) {
    int place = first(item);
    while (places[place] != EMPTY && items[places[place]] != item) {
      place = (place + 1) & (places.length - 1);
    }
    return places[place];
  }
}
