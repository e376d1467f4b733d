package io.waymark.ingest.upload;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Lines of a file: a bit for each of its lines.
final class LineSet {
  /// So many lines stand in one set of bits: 2²⁴, 2 MB.
  private static final int BITS = 24;

  private final Map<Long, BitSet> blocks = new HashMap<>();
  private long size;

  void add(long line) {
    BitSet block = blocks.computeIfAbsent(line >>> BITS, _ -> new BitSet());
    int at = place(line);
    if (!block.get(at)) {
      block.set(at);
      size++;
    }
  }

  void addAll(LineSet others) {
    others.blocks.forEach(
        (number, theirs) -> {
          BitSet block = blocks.computeIfAbsent(number, _ -> new BitSet());
          size -= block.cardinality();
          block.or(theirs);
          size += block.cardinality();
        });
  }

  boolean contains(long line) {
    BitSet block = size == 0 ? null : blocks.get(line >>> BITS);
    return block != null && block.get(place(line));
  }

  long size() {
    return size;
  }

  private static int place(long line) {
    return (int) (line & ((1L << BITS) - 1));
  }
}
