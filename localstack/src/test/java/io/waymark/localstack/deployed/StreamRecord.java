package io.waymark.localstack.deployed;

/// One record of the event stream.
record StreamRecord(String partitionKey, String payload) {}
