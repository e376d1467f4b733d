package io.waymark.auth.usage;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// A row of the answer to how much a tenant asked.
///
/// @param total whether it is that of all groups, which comes first
@MappedEntity("usage_logs")
record UsageRow(
    @Id long id,
    String name,
    boolean total,
    long requests,
    long clientErrors,
    long serverErrors,
    int latencyP50,
    int latencyP95,
    long requestBytes,
    long responseBytes) {
  UsageCounts.Count count() {
    return new UsageCounts.Count(
        requests,
        clientErrors,
        serverErrors,
        new UsageCounts.Latency(latencyP50, latencyP95),
        new CountedRequest.Size(requestBytes, responseBytes));
  }
}
