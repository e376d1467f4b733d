package io.waymark.model;

import java.nio.ByteBuffer;

/// What answers for a history. Threads may share it.
interface Ranker extends AutoCloseable {
  /// The best items, fewer where fewer are allowed.
  ///
  /// @param allowed a byte per item, 0 where it must not come; read from position 0
  /// @param count from 1 to the number of items
  RankedItems rank(History history, ByteBuffer allowed, int count);

  /// About what it takes outside the heap.
  long bytes();

  boolean takesAges();

  @Override
  void close();
}
