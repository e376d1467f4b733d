package io.waymark.eventsource;

import java.time.Instant;

/// One record of a shard.
///
/// @param sequence orders the records of a shard; decimal digits of one length, so that text order
///   is number order
/// @param bytes its size in a batch
public record Entry<T>(String sequence, Instant arrival, int bytes, T payload) {}
