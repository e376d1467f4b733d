package io.waymark.ingest.upload;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;

/// The keys of a file with the least hashes, by which files are compared without keeping them: a
/// uniform sample of its keys (Broder, "On the resemblance and containment of documents", 1997; as
/// bottom-k, Cohen and Kaplan 2007).
final class KeySample {
  static final int MOST = 2048;

  /// A share of fewer sampled keys says nothing: its standard error is 7 % at 50.
  private static final int LEAST = 50;

  private final int most;
  private final TreeSet<Long> hashes;
  private long greatest = Long.MAX_VALUE;

  KeySample() {
    this(MOST, List.of());
  }

  /// @param most how many keys are kept
  /// @param hashes of another sample of so many keys
  KeySample(int most, Collection<Long> hashes) {
    this.most = most;
    this.hashes = new TreeSet<>();
    hashes.forEach(this::add);
  }

  /// @param hash of the key, all bits of it mixed
  void add(long hash) {
    if (hash <= greatest && hashes.add(hash) && hashes.size() >= most) {
      if (hashes.size() > most) {
        hashes.pollLast();
      }
      greatest = hashes.last();
    }
  }

  List<Long> hashes() {
    return List.copyOf(hashes);
  }

  /// Which share of this file's different keys `other` has too; none where the samples have too
  /// little in common to tell, as those of files of very different lengths.
  OptionalDouble shareIn(KeySample other) {
    long both = Math.min(greatest, other.greatest);
    long mine = 0;
    long common = 0;
    for (long hash : hashes.headSet(both, true)) {
      mine++;
      if (other.hashes.contains(hash)) {
        common++;
      }
    }
    return mine < LEAST ? OptionalDouble.empty() : OptionalDouble.of((double) common / mine);
  }
}
