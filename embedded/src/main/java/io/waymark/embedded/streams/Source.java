package io.waymark.embedded.streams;

import io.waymark.eventsource.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where a consumer reads one shard.
public interface Source<T> {
  /// The records that follow, oldest first; empty when there are none yet.
  ///
  /// @param sequence of the record read last; empty reads from the oldest that is kept
  List<Entry<T>> after(Optional<String> sequence, int limit) throws IOException;

  /// Told when everything up to here is settled, so that it may be forgotten some day.
  default void settled(String sequence) throws IOException {}
}
