package io.waymark.cdk.config;

/// Whether there is an event stream, and how it is paid for; `-c stream=…`. Events over HTTP and
/// uploads work without it.
public enum StreamChoice {
  /// The default: a stream is the one thing that would bill by the hour.
  OFF,
  /// By the hour and by volume, without a limit to know beforehand.
  ON_DEMAND,
  /// By the hour and shard (`-c shards=…`).
  PROVISIONED;

  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
