package io.waymark.files;

import java.util.Optional;

/// A table being read, once, from its first row to its last. Not for several threads.
public interface Table extends AutoCloseable {
  FileFormat format();

  /// The next row; empty after the last.
  Optional<TableRow> next();

  /// Reads interactions until the block is full or the table ends. May be mixed with [#next].
  ///
  /// @return whether there may be more
  default boolean fill(InteractionBlock block) {
    while (!block.isFull()) {
      Optional<TableRow> row = next();
      if (row.isEmpty()) {
        return false;
      }
      block.add(row.get());
    }
    return true;
  }

  @Override
  void close();
}
