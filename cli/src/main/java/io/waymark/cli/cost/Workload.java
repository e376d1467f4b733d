package io.waymark.cli.cost;

/// What is asked of a stage in a month.
///
/// @param requests recommendations, one a request
/// @param events accepted, over HTTP or, where there is a stream, by it
/// @param shards of a provisioned stream
record Workload(
    long requests, long tenants, long events, Stream stream, int shards, boolean firewall) {
  /// As `-c stream=…` of the CDK app has it.
  enum Stream {
    OFF,
    ON_DEMAND,
    PROVISIONED
  }

  /// The same stage when nobody asks and it has no tenant.
  Workload idle() {
    return new Workload(0, 0, 0, stream, shards, firewall);
  }

  boolean isIdle() {
    return requests == 0 && events == 0 && tenants == 0;
  }
}
