package io.waymark.files;

import java.util.Optional;

/// A table being read, once, from its first row to its last. Not for several threads.
public interface Table extends AutoCloseable {
  FileFormat format();

  /// The next row; empty after the last.
  Optional<TableRow> next();

  @Override
  void close();
}
