package io.waymark.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// Different texts, numbered from 0 in the order in which they came. Most texts of a file come
/// again and again: whoever works by their numbers looks at each but once. Not for several threads.
public final class Texts {
  /// Where texts are of some kind each: so many are held, and of so many bytes, before others
  /// begin.
  private static final int MOST = 1 << 20;

  private static final int MOST_BYTES = 1 << 25;

  private static final int NONE = -1;

  /// Others in each JVM, so that nobody can choose texts that share a hash.
  private static final long FIRST;

  private static final long FACTOR;

  static {
    SplittableRandom random = new SplittableRandom();
    FIRST = random.nextLong();
    FACTOR = random.nextLong() | 1;
  }

  /// Of an entry: its number, then its length in bytes, then these.
  private static final int HEAD = 2 * Integer.BYTES;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final Predicate<String> allowed;
  private final List<String> texts = new ArrayList<>();

  /// Entries, one behind the other, so that looking at one is looking at one place of memory.
  private byte[] entries = new byte[1 << 12];

  private int end = HEAD; // so that no entry stands at 0

  /// Of each text the hash and where its entry stands; 0 is an empty slot.
  private long[] slots = new long[1 << 10];

  /// @param allowed which texts get a number
  Texts(Predicate<String> allowed) {
    this.allowed = allowed;
  }

  /// How many there are.
  public int size() {
    return texts.size();
  }

  public String text(int number) {
    return texts.get(number);
  }

  /// Whether there are so many that others should begin.
  boolean isFull() {
    return texts.size() >= MOST || end >= MOST_BYTES;
  }

  /// The number of a text.
  ///
  /// @return below 0 where it is not allowed
  int number(String text) {
    byte[] own = text.getBytes(StandardCharsets.UTF_8);
    return number(own, 0, own.length, hash(own, 0, own.length));
  }

  /// The number of a text in UTF-8.
  ///
  /// @param hash of it as [#hash] tells
  int number(byte[] source, int from, int to, long hash) {
    int mask = slots.length - 1;
    int mixed = mixed(hash);
    int at = mixed & mask;
    for (long slot = slots[at]; slot != 0; slot = slots[at]) {
      if ((int) (slot >>> Integer.SIZE) == mixed && is((int) slot, source, from, to)) {
        return number((int) slot);
      }
      at = (at + 1) & mask;
    }
    return add(source, from, to, mixed);
  }

  /// Has what is behind these hashes brought near the processor, all at once, for who is about to
  /// ask for each.
  ///
  /// @return a number that says nothing
  int touch(long[] hashes, int count) {
    int mask = slots.length - 1;
    int touched = 0;
    for (int at = 0; at < count; at++) {
      touched += entries[(int) slots[mixed(hashes[at]) & mask]];
    }
    return touched;
  }

  static long hash(byte[] source, int from, int to) {
    long hash = FIRST;
    for (int at = from; at < to; at++) {
      hash = next(hash, source[at]);
    }
    return hash;
  }

  /// The hash of a text without bytes.
  static long first() {
    return FIRST;
  }

  /// The hash of a text with one byte more.
  static long next(long hash, byte more) {
    return (hash ^ more) * FACTOR;
  }

  /// Its upper bits, which depend on all bytes.
  private static int mixed(long hash) {
    return (int) (((hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L) >>> 32);
  }

  private int number(int entry) {
    return (int) INTS.get(entries, entry);
  }

  private int length(int entry) {
    return (int) INTS.get(entries, entry + Integer.BYTES);
  }

  private boolean is(int entry, byte[] source, int from, int to) {
    if (length(entry) != to - from) {
      return false;
    }
    for (int at = entry + HEAD, other = from; other < to; at++, other++) {
      if (entries[at] != source[other]) {
        return false;
      }
    }
    return true;
  }

  private int add(byte[] source, int from, int to, int mixed) {
    String text = new String(source, from, to - from, StandardCharsets.UTF_8);
    if (!allowed.test(text)) {
      return NONE;
    }
    int entry = end;
    end += HEAD + to - from;
    if (end > entries.length) {
      entries = Arrays.copyOf(entries, Math.max(end, 2 * entries.length));
    }
    INTS.set(entries, entry, texts.size());
    INTS.set(entries, entry + Integer.BYTES, to - from);
    System.arraycopy(source, from, entries, entry + HEAD, to - from);
    texts.add(text);
    if (4 * texts.size() > slots.length) {
      long[] before = slots;
      slots = new long[2 * before.length];
      for (long slot : before) {
        if (slot != 0) {
          put(slot);
        }
      }
    }
    put((long) mixed << Integer.SIZE | entry);
    return texts.size() - 1;
  }

  private void put(long slot) {
    int mask = slots.length - 1;
    int at = (int) (slot >>> Integer.SIZE) & mask;
    while (slots[at] != 0) {
      at = (at + 1) & mask;
    }
    slots[at] = slot;
  }
}
