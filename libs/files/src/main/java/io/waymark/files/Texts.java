package io.waymark.files;

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

  private final Predicate<String> allowed;
  private final List<String> texts = new ArrayList<>();
  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[1 << 8];
  private int[] hashes = new int[1 << 8];

  /// Places of texts, by their [#mixed] hashes, plus one; 0 is an empty slot.
  private int[] slots = new int[1 << 10];

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
    return texts.size() >= MOST || (!texts.isEmpty() && ends[texts.size() - 1] >= MOST_BYTES);
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
    int slot = mixed & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (hashes[number] == mixed && is(number, source, from, to)) {
        return number;
      }
      slot = (slot + 1) & mask;
    }
    return add(source, from, to, mixed);
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

  private boolean is(int number, byte[] source, int from, int to) {
    int begin = begin(number);
    int end = ends[number];
    if (end - begin != to - from) {
      return false;
    }
    for (int at = begin, other = from; at < end; at++, other++) {
      if (bytes[at] != source[other]) {
        return false;
      }
    }
    return true;
  }

  private int begin(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  private int add(byte[] source, int from, int to, int hash) {
    String text = new String(source, from, to - from, StandardCharsets.UTF_8);
    if (!allowed.test(text)) {
      return NONE;
    }
    int number = texts.size();
    int begin = begin(number);
    int end = begin + to - from;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    if (number == ends.length) {
      ends = Arrays.copyOf(ends, 2 * number);
      hashes = Arrays.copyOf(hashes, 2 * number);
    }
    System.arraycopy(source, from, bytes, begin, to - from);
    ends[number] = end;
    hashes[number] = hash;
    texts.add(text);
    if (4 * texts.size() > slots.length) {
      slots = new int[2 * slots.length];
      for (int each = 0; each < number; each++) {
        put(each);
      }
    }
    put(number);
    return number;
  }

  private void put(int number) {
    int mask = slots.length - 1;
    int slot = hashes[number] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = number + 1;
  }
}
