package io.waymark.model;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/// Which of a model's items may be recommended, as the graph takes it: a byte per item outside the
/// heap, never changed after it was made. Threads may share it.
public final class ItemMask {
  /// One of so many and fewer are few.
  private static final int FEW = 64;

  private final ByteBuffer bytes;
  private final int allowing;
  private final Optional<int[]> few;

  private ItemMask(ByteBuffer bytes, int allowing, Optional<int[]> few) {
    this.bytes = bytes;
    this.allowing = allowing;
    this.few = few;
  }

  public static ItemMask of(int items, BitSet allowed) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(items);
    int allowing = 0;
    for (int at = allowed.nextSetBit(0); at >= 0 && at < items; at = allowed.nextSetBit(at + 1)) {
      bytes.put(at, (byte) 1);
      allowing++;
    }
    boolean few = allowing <= items / FEW;
    return new ItemMask(
        bytes,
        allowing,
        few ? Optional.of(allowed.stream().limit(allowing).toArray()) : Optional.empty());
  }

  public static ItemMask all(int items) {
    BitSet every = new BitSet(items);
    every.set(0, items);
    return of(items, every);
  }

  public int items() {
    return bytes.capacity();
  }

  /// How many are allowed.
  public int allowing() {
    return allowing;
  }

  public boolean allows(int item) {
    return bytes.get(item) != 0;
  }

  /// The allowed items, rising, where they are so few that looking at each of them is quicker than
  /// at all items. The array is the mask's own.
  public Optional<int[]> few() {
    return few;
  }

  /// Makes sure that it is of so many items.
  ///
  /// @throws IllegalArgumentException where it is not
  public void requireOf(int items) {
    if (items() != items) {
      throw new IllegalArgumentException(
          "the mask is of " + items() + " items, the model has " + items);
    }
  }

  ByteBuffer view() {
    return bytes.duplicate();
  }
}
