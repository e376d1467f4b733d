package io.waymark.ingest.upload;

import io.waymark.files.Texts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Hashes of the texts of a file by their numbers, each reckoned once.
final class TextHashes {
  private static final long UNKNOWN = 0;

  private @Nullable Texts texts;
  private long[] hashes = {};

  /// As [KeyCounts#hash(String)] has it.
  long of(Texts from, int number) {
    if (from != texts) {
      texts = from;
      hashes = new long[0];
    }
    if (number >= hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(from.size(), 2 * hashes.length));
    }
    if (hashes[number] == UNKNOWN) {
      hashes[number] = KeyCounts.hash(from.text(number));
    }
    return hashes[number];
  }
}
