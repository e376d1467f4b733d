package io.waymark.model;

import java.nio.ByteBuffer;
import java.util.BitSet;

/// Which of a model's items may be recommended, as the graph takes it: a byte per item outside the
/// heap, never changed after it was made. Threads may share it.
public final class ItemMask {
  private final ByteBuffer bytes;

  private ItemMask(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  public static ItemMask of(int items, BitSet allowed) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(items);
    for (int at = allowed.nextSetBit(0); at >= 0 && at < items; at = allowed.nextSetBit(at + 1)) {
      bytes.put(at, (byte) 1);
    }
    return new ItemMask(bytes);
  }

  public static ItemMask all(int items) {
    BitSet every = new BitSet(items);
    every.set(0, items);
    return of(items, every);
  }

  public int items() {
    return bytes.capacity();
  }

  public boolean allows(int item) {
    return bytes.get(item) != 0;
  }

  ByteBuffer view() {
    return bytes.duplicate();
  }
}
