package io.waymark.training;

import java.util.Arrays;

/// The values of a matrix's entries, in order. Where no more than 256 different ones occur, as with
/// weights by type, an entry takes a byte; otherwise four.
final class Values {
  private static final int MOST_CODES = 256;

  /// Which value each entry has; empty where there are too many.
  private final byte[] codes;

  /// The different values by code, or those of all entries.
  private final float[] values;

  private final boolean coded;

  private Values(byte[] codes, float[] values, boolean coded) {
    this.codes = codes;
    this.values = values;
    this.coded = coded;
  }

  /// Keeps `values` itself where there are too many different ones.
  static Values of(float[] values) {
    Codes known = new Codes();
    byte[] codes = new byte[values.length];
    for (int at = 0; at < values.length; at++) {
      int code = known.of(values[at]);
      if (code == MOST_CODES) {
        return new Values(new byte[0], values, false);
      }
      codes[at] = (byte) code;
    }
    return new Values(codes, known.values(), true);
  }

  int size() {
    return coded ? codes.length : values.length;
  }

  float at(int at) {
    return coded ? values[codes[at] & 0xff] : values[at];
  }

  /// A copy of those from `begin` to before `end`.
  float[] copy(int begin, int end) {
    float[] copy = new float[end - begin];
    for (int at = begin; at < end; at++) {
      copy[at - begin] = at(at);
    }
    return copy;
  }

  /// As many values in another order.
  ///
  /// @param places where each comes to stand, all of them different
  Values moved(Places places) {
    byte[] movedCodes = new byte[codes.length];
    float[] movedValues = coded ? values : new float[values.length];
    for (int at = 0; at < size(); at++) {
      if (coded) {
        movedCodes[places.of(at)] = codes[at];
      } else {
        movedValues[places.of(at)] = values[at];
      }
    }
    return new Values(movedCodes, movedValues, coded);
  }

  /// Where an entry comes to stand; asked once for each, in order.
  @FunctionalInterface
  interface Places {
    int of(int at);
  }

  /// Gathers values one by one, so many.
  static final class Writer {
    private final int size;
    private final Codes known = new Codes();
    private byte[] codes;
    private float[] plain = new float[0];
    private int count;

    Writer(int size) {
      this.size = size;
      this.codes = new byte[size];
    }

    void add(float value) {
      int code = plain.length > 0 ? MOST_CODES : known.of(value);
      if (code < MOST_CODES) {
        codes[count++] = (byte) code;
        return;
      }
      if (plain.length == 0) {
        plain = new Values(codes, known.values(), true).copy(0, size);
        codes = new byte[0];
      }
      plain[count++] = value;
    }

    Values values() {
      return plain.length > 0
          ? new Values(codes, plain, false)
          : new Values(codes, known.values(), true);
    }
  }

  /// Gives each value a number, in the order of their first appearance.
  private static final class Codes {
    private static final int SLOTS = 4 * MOST_CODES;
    private final float[] values = new float[MOST_CODES];

    /// Codes by a hash of their value, each plus 1.
    private final short[] slots = new short[SLOTS];

    private int count;

    /// Its code, or [#MOST_CODES] where all are taken.
    int of(float value) {
      int bits = Float.floatToRawIntBits(value);
      int slot = (bits * 0x9E3779B9) >>> 22;
      while (slots[slot] != 0) {
        if (Float.floatToRawIntBits(values[slots[slot] - 1]) == bits) {
          return slots[slot] - 1;
        }
        slot = (slot + 1) % SLOTS;
      }
      if (count == MOST_CODES) {
        return MOST_CODES;
      }
      values[count] = value;
      slots[slot] = (short) (count + 1);
      return count++;
    }

    float[] values() {
      return Arrays.copyOf(values, MOST_CODES);
    }
  }
}
