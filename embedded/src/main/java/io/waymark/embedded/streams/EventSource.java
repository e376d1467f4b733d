package io.waymark.embedded.streams;

import io.waymark.eventsource.BatchFormat;
import io.waymark.eventsource.MappingConfig;

/// An event source mapping: which function gets the batches of a stream, and how.
///
/// @param name like `stream-to-ingest`; names its checkpoints and what it gave up
public record EventSource<T>(
    String name,
    MappingConfig config,
    BatchFormat<T> format,
    BatchFunction function,
    GivenUpStore<T> givenUp,
    Checkpoints checkpoints) {}
