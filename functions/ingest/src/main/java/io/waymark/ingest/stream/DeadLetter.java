package io.waymark.ingest.stream;

import io.waymark.interactions.RejectionReason;
import java.util.List;

/// A stream record that can never be stored.
///
/// @param eventId shard and sequence number, as Kinesis names it
/// @param partitionKey as its producer chose it; empty where its user was erased or its tenant
///   deleted
/// @param payload what the record holds, base64; empty where its user was erased or its tenant
///   deleted
public record DeadLetter(
    String eventId, String partitionKey, String payload, List<RejectionReason> reasons) {
  public DeadLetter {
    reasons = List.copyOf(reasons);
  }
}
