package io.waymark.ingest.erasure;

/// How many rows of a user were removed.
///
/// @param markers of events in the histories
/// @param keys 1 where the user stood in training data
/// @param complete whether nothing is left
public record Removed(long histories, long seen, long markers, long keys, boolean complete) {}
