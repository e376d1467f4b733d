package io.waymark.eventsource;

import java.util.List;

/// Writes a batch as the event that Lambda sends for it.
public interface BatchFormat<T> {
  String event(String shard, List<Entry<T>> records);
}
