package io.waymark.ingest.erasure;

import io.waymark.ingest.IngestConfig;
import java.time.Clock;

/// Erasures over stores in this process.
public record InMemoryErasures(InMemoryTombstoneStore tombstones, InMemoryUserDataStore data) {
  public InMemoryErasures() {
    this(new InMemoryTombstoneStore(), new InMemoryUserDataStore());
  }

  public Erasures erasures() {
    return new Erasures(
        tombstones,
        data,
        (_, _) -> 0,
        (tenant, user, from) -> new Traces.Searched(0, from, true),
        IngestConfig.defaults(),
        Clock.systemUTC());
  }

  /// Where nobody is erased.
  public static Erasures none() {
    return new InMemoryErasures().erasures();
  }
}
