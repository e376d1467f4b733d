package io.waymark.ingest.quality;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/// The keys of a file with the least hashes, by which files are compared without keeping them: a
/// uniform sample of its keys (Broder, "On the resemblance and containment of documents", 1997; as
/// bottom-k, Cohen and Kaplan 2007).
final class KeySample {
  static final int MOST = 2048;

  /// A share of fewer sampled keys says nothing: its standard error is 7 % at 50.
  private static final int LEAST = 50;

  /// As often as many keys as are kept are taken in before the least of them are looked for.
  private static final int ROOM = 4;

  private final int most;

  /// The first `sorted` of them are different and in rising order; what came since is as it came.
  private final long[] hashes;

  private int sorted;
  private int size;
  private long greatest = Long.MAX_VALUE;

  KeySample() {
    this(MOST, List.of());
  }

  /// @param most how many keys are kept
  /// @param hashes of another sample of so many keys
  KeySample(int most, Collection<Long> hashes) {
    this.most = most;
    this.hashes = new long[ROOM * most];
    hashes.forEach(this::add);
  }

  /// @param hash of the key, all bits of it mixed
  void add(long hash) {
    if (hash <= greatest) {
      if (size == hashes.length) {
        sort();
      }
      hashes[size++] = hash;
    }
  }

  private void sort() {
    if (sorted == size) {
      return;
    }
    Arrays.sort(hashes, 0, size);
    int different = 0;
    for (int at = 0; at < size && different < most; at++) {
      if (different == 0 || hashes[at] != hashes[different - 1]) {
        hashes[different++] = hashes[at];
      }
    }
    size = different;
    sorted = different;
    if (size == most) {
      greatest = hashes[size - 1];
    }
  }

  List<Long> hashes() {
    sort();
    return Arrays.stream(hashes, 0, size).boxed().toList();
  }

  /// Which share of this file's different keys `other` has too; none where the samples have too
  /// little in common to tell, as those of files of very different lengths.
  OptionalDouble shareIn(KeySample other) {
    sort();
    other.sort();
    long both = Math.min(greatest, other.greatest);
    int mine = 0;
    int common = 0;
    for (; mine < size && hashes[mine] <= both; mine++) {
      if (Arrays.binarySearch(other.hashes, 0, other.size, hashes[mine]) >= 0) {
        common++;
      }
    }
    return mine < LEAST ? OptionalDouble.empty() : OptionalDouble.of((double) common / mine);
  }
}
