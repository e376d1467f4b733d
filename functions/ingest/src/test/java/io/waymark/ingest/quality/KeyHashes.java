package io.waymark.ingest.quality;

/// How a portrait writes an id.
public final class KeyHashes {
  private KeyHashes() {}

  public static long of(String id) {
    return KeyCounts.hash(id);
  }
}
