package io.waymark.ingest.upload;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How often each key of a column occurs, in bounded memory: 24 bytes for each of at most [#MOST]
/// keys. Up to there everything is exact, but for keys that share 64 bits of a hash.
///
/// Where there are more, the keys are sampled: those are kept whose hash ends in `depth` zero bits,
/// one bit more whenever there is no room. Each key is thus counted whole or not at all, and the
/// kept ones are a uniform sample (Flajolet, "On adaptive sampling", 1990: the standard error of
/// the number of keys is 1.2/√most, 0.2 %). The most frequent key so far is counted whatever its
/// hash; one that rises only after the bound was passed may be missed, so that its share is a lower
/// bound then.
///
/// @param <K> what is remembered of the most frequent key
final class KeyCounts<K> {
  static final int MOST = 1 << 19;

  private static final int FIRST_SLOTS = 1 << 10;

  private final int most;
  private long[] hashes = new long[FIRST_SLOTS];
  private int[] counts = new int[FIRST_SLOTS];
  private int kept;
  private int depth;
  private long rows;
  private @Nullable K top;
  private long topHash;
  private long topCount;

  KeyCounts() {
    this(MOST);
  }

  /// @param most how many keys are counted
  KeyCounts(int most) {
    this.most = most;
  }

  /// Mixes 64 bits so that each depends on all.
  static long hash(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  static long hash(String text) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (int at = 0; at < text.length(); at++) {
      hash = (hash ^ text.charAt(at)) * 0x100000001b3L;
    }
    return hash(hash);
  }

  /// Counts `key`, which is known by `hash`.
  void add(long hash, K key) {
    rows++;
    long mine = hash == 0 ? 1 : hash; // 0 is an empty slot
    if (top != null && mine == topHash) {
      topCount++;
    }
    if (!sampled(mine)) {
      return;
    }
    int at = slot(hashes, mine);
    if (hashes[at] == 0) {
      hashes[at] = mine;
      kept++;
    }
    counts[at]++;
    if (counts[at] > topCount) {
      top = key;
      topHash = mine;
      topCount = counts[at];
    }
    makeRoom();
  }

  private boolean sampled(long hash) {
    return (hash & ((1L << depth) - 1)) == 0;
  }

  private void makeRoom() {
    while (kept > most) {
      depth++;
      rehash(hashes.length);
    }
    if (kept > hashes.length / 2) {
      rehash(hashes.length * 2);
    }
  }

  private void rehash(int slots) {
    long[] nextHashes = new long[slots];
    int[] nextCounts = new int[slots];
    kept = 0;
    for (int at = 0; at < hashes.length; at++) {
      if (hashes[at] != 0 && sampled(hashes[at])) {
        int to = slot(nextHashes, hashes[at]);
        nextHashes[to] = hashes[at];
        nextCounts[to] = counts[at];
        kept++;
      }
    }
    hashes = nextHashes;
    counts = nextCounts;
  }

  /// Where `hash` stands or would stand. The upper bits choose it, because a sample shares the
  /// lower ones.
  private static int slot(long[] hashes, long hash) {
    int mask = hashes.length - 1;
    int at = (int) (hash >>> 32) & mask;
    while (hashes[at] != 0 && hashes[at] != hash) {
      at = (at + 1) & mask;
    }
    return at;
  }

  long rows() {
    return rows;
  }

  /// Whether the figures come from a sample of the keys.
  boolean estimated() {
    return depth > 0;
  }

  /// How many keys there are.
  long distinct() {
    return (long) kept << depth;
  }

  Optional<K> top() {
    return Optional.ofNullable(top);
  }

  long topCount() {
    return topCount;
  }

  /// Shannon's entropy of the keys in nats, −Σ p ln p; 0 where there is none or one.
  double entropy() {
    double sum = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / rows;
        sum -= share * Math.log(share);
      }
    }
    return Math.max(0, sum) * (1L << depth);
  }

  /// Gini's coefficient of the counts, 2 Σ i·cᵢ / (n Σ cᵢ) − (n + 1)/n with the counts in rising
  /// order: 0 where all keys are equally frequent, near 1 where one of many has everything.
  double gini() {
    int[] rising = Arrays.stream(counts).filter(count -> count > 0).sorted().toArray();
    double weighted = 0;
    double sum = 0;
    for (int at = 0; at < rising.length; at++) {
      weighted += (at + 1.0) * rising[at];
      sum += rising[at];
    }
    int n = rising.length;
    return n < 2 ? 0 : Math.max(0, 2 * weighted / (n * sum) - (n + 1.0) / n);
  }
}
