package io.waymark.ingest.upload;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Remembers which rows a file had, by 64 bits of their SHA-256: 12 to 24 bytes a row. Among 50
/// million rows the chance that any two share them by accident is 1 in 15,000.
final class HashSet64 {
  private static final double FULL = 0.66;

  private long[] slots = new long[1 << 12];
  private int size;
  private final MessageDigest digest = EventIds.sha256();

  /// Whether `row` was not there before.
  boolean add(byte[] row) {
    long hash = ByteBuffer.wrap(digest.digest(row)).getLong();
    if (hash == 0) { // an empty slot
      hash = 1;
    }
    if (size > slots.length * FULL) {
      grow();
    }
    if (!insert(slots, hash)) {
      return false;
    }
    size++;
    return true;
  }

  private static boolean insert(long[] slots, long hash) {
    int mask = slots.length - 1;
    int at = (int) hash & mask;
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[at] = hash;
    return true;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        insert(larger, hash);
      }
    }
    slots = larger;
  }
}
