package io.waymark.ingest.quality;

import java.util.Arrays;

/// How often each key of a column occurs, in bounded memory: 32 bytes for each of at most [#MOST]
/// keys. Up to there everything is exact, but for keys that share 64 bits of a hash.
///
/// Where there are more, the keys are sampled: those are kept whose hash ends in `depth` zero bits,
/// one bit more whenever there is no room. Each key is thus counted whole or not at all, and the
/// kept ones are a uniform sample (Flajolet, "On adaptive sampling", 1990: the standard error of
/// the number of keys is 1.2/√most, 0.2 %). The most frequent key so far is counted whatever its
/// hash; one that rises only after the bound was passed may be missed, so that its share is a lower
/// bound then.
public final class KeyCounts {
  static final int MOST = 1 << 19;

  private static final int FIRST_SLOTS = 1 << 10;

  /// Below so many, they grow fast.
  private static final int SMALL = 1 << 16;

  private final int most;

  /// In pairs a hash, 0 where the slot is empty, and how often it came: one place of memory.
  private long[] slots = new long[2 * FIRST_SLOTS];

  private int kept;
  private int depth;
  private long rows;
  private long topHash;
  private long topCount;

  @SuppressWarnings("UnusedVariable") // written, lest the compiler leave out what it was read for
  private long touched;

  KeyCounts() {
    this(MOST);
  }

  /// @param most how many keys are counted
  KeyCounts(int most) {
    this.most = most;
  }

  /// Mixes 64 bits so that each depends on all.
  public static long hash(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  public static long hash(String text) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (int at = 0; at < text.length(); at++) {
      hash = (hash ^ text.charAt(at)) * 0x100000001b3L;
    }
    return hash(hash);
  }

  /// Has what is behind these hashes brought near the processor, all at once, for who is about to
  /// add each.
  void touch(long[] hashes, int count) {
    long sum = 0;
    for (int at = 0; at < count; at++) {
      if (sampled(hashes[at])) {
        sum += slots[first(hashes[at])];
      }
    }
    touched = sum;
  }

  /// Counts the key that is known by `hash`.
  ///
  /// @return whether it became the most frequent one
  boolean add(long hash) {
    return add(hash, 1);
  }

  /// Counts `times` rows that have the key.
  boolean add(long hash, long times) {
    rows += times;
    long mine = hash == 0 ? 1 : hash; // 0 is an empty slot
    long count = sampled(mine) ? counted(mine, times) : times;
    if (mine == topHash) {
      topCount += times;
      return false;
    }
    if (count > topCount) {
      topHash = mine;
      topCount = count;
      return true;
    }
    return false;
  }

  private boolean sampled(long hash) {
    return (hash & ((1L << depth) - 1)) == 0;
  }

  private long counted(long hash, long times) {
    int at = slot(hash);
    slots[at + 1] += times;
    long count = slots[at + 1];
    if (slots[at] == 0) {
      slots[at] = hash;
      kept++;
      makeRoom();
    }
    return count;
  }

  private void makeRoom() {
    while (kept > most) {
      depth++;
      rehash(slots.length);
    }
    if (4 * kept > slots.length) {
      rehash((slots.length < SMALL ? 4 : 2) * slots.length);
    }
  }

  private void rehash(int length) {
    long[] before = slots;
    slots = new long[length];
    kept = 0;
    for (int from = 0; from < before.length; from += 2) {
      if (before[from] != 0 && sampled(before[from])) {
        int to = slot(before[from]);
        slots[to] = before[from];
        slots[to + 1] = before[from + 1];
        kept++;
      }
    }
  }

  /// Where `hash` stands or would stand.
  private int slot(long hash) {
    int at = first(hash);
    while (slots[at] != 0 && slots[at] != hash) {
      at = (at + 2) & (slots.length - 1);
    }
    return at;
  }

  /// The upper bits choose it, because a sample shares the lower ones.
  private int first(long hash) {
    return (int) (hash >>> 32) & (slots.length - 2);
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

  /// How often the most frequent key came.
  long topCount() {
    return topCount;
  }

  /// Shannon's entropy of the keys in nats, −Σ p ln p; 0 where there is none or one.
  double entropy() {
    double sum = 0;
    for (int at = 1; at < slots.length; at += 2) {
      if (slots[at] > 0) {
        double share = (double) slots[at] / rows;
        sum -= share * Math.log(share);
      }
    }
    return Math.max(0, sum) * (1L << depth);
  }

  /// Gini's coefficient of the counts, 2 Σ i·cᵢ / (n Σ cᵢ) − (n + 1)/n with the counts in rising
  /// order: 0 where all keys are equally frequent, near 1 where one of many has everything.
  double gini() {
    long[] rising = new long[kept];
    int n = 0;
    for (int at = 1; at < slots.length; at += 2) {
      if (slots[at] > 0) {
        rising[n++] = slots[at];
      }
    }
    Arrays.sort(rising);
    double weighted = 0;
    double sum = 0;
    for (int at = 0; at < n; at++) {
      weighted += (at + 1.0) * rising[at];
      sum += rising[at];
    }
    return n < 2 ? 0 : Math.max(0, 2 * weighted / (n * sum) - (n + 1.0) / n);
  }
}
