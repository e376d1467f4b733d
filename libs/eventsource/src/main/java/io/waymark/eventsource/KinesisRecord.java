package io.waymark.eventsource;

/// What a producer put on the stream.
///
/// @param data base64, as it comes in and as the event carries it
public record KinesisRecord(String partitionKey, String data) {}
