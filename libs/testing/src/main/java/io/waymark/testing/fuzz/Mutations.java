package io.waymark.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes bad inputs of good ones: bits turned, parts cut, doubled, swapped and put together from
/// two, lengths and numbers at the edges of their types, brackets nested deeply, quotes that close
/// nothing. The same number always makes the same input.
final class Mutations {
  private static final int LONGEST = 1 << 17;
  private static final int MOST_AT_ONCE = 5;

  private static final long[] EDGES = {
    0,
    1,
    -1,
    -2,
    Byte.MAX_VALUE,
    Byte.MIN_VALUE,
    255,
    Short.MAX_VALUE,
    65_535,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_ffffL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1e999",
          "-1e999",
          "1e-999",
          "NaN",
          "-Infinity",
          "2147483648",
          "-9223372036854775809",
          "18446744073709551616",
          "1".repeat(1_100),
          "0x1p3",
          "1d",
          "01",
          ".5",
          "9999-12-31T23:59:60Z",
          "+999999999-01-01T00:00:00Z");

  private static final List<String> BITS =
      List.of(
          "\"", "\"\"", "\\", "\\ud800", "\\u0000", "\ufeff", "\u2003", "\u000b", "\ufffd", "\r",
          "\n", "\r\n", ",", ";", "\t", "{", "}", "[", "]", ":", "null", "true", "[]", "{}",
          "\"\":", "//", "%s", "'", "\0");

  private final List<byte[]> seeds;
  private final List<String> words;

  Mutations(List<byte[]> seeds, List<String> words) {
    this.seeds = seeds;
    this.words = words;
  }

  /// The input of that number; the first are the seeds as they are.
  byte[] input(long seed, int number) {
    if (number < seeds.size()) {
      return seeds.get(number).clone();
    }
    // Neighbouring seeds of this generator begin alike.
    Random random = new Random(((seed << 32) | number) * 0x9E37_79B9_7F4A_7C15L);
    byte[] input = anyOf(seeds, random);
    for (int left = 1 + random.nextInt(MOST_AT_ONCE); left > 0; left--) {
      input = mutated(input, random);
      if (input.length > LONGEST) {
        input = Arrays.copyOf(input, LONGEST);
      }
    }
    return input;
  }

  private byte[] mutated(byte[] input, Random random) {
    int at = random.nextInt(input.length + 1);
    int end = at + random.nextInt(Math.min(input.length - at, 1 << random.nextInt(12)) + 1);
    byte[] part = Arrays.copyOfRange(input, at, end);
    return switch (random.nextInt(13)) {
      case 0 -> turned(input, random);
      case 1 -> replaced(input, at, end, new byte[0]);
      case 2 -> Arrays.copyOf(input, at);
      case 3 -> replaced(input, at, end, repeated(part, 2 + random.nextInt(3)));
      case 4 -> replaced(input, at, end, repeated(part, 1 << random.nextInt(13)));
      case 5 -> spliced(input, at, anyOf(seeds, random), random);
      case 6 -> replaced(input, at, at, copied(input, random));
      case 7 -> edge(input, at, random);
      case 8 -> edge(input, Math.max(0, input.length - 1 - random.nextInt(12)), random);
      case 9 -> number(input, at, random);
      case 10 -> replaced(input, at, random.nextBoolean() ? at : end, bytes(anyOf(BITS, random)));
      case 11 -> words.isEmpty() ? turned(input, random) : word(input, at, end, random);
      default -> nested(input, at, end, random);
    };
  }

  private static byte[] turned(byte[] input, Random random) {
    byte[] turned = input.clone();
    for (int left = 1 + random.nextInt(3); left > 0 && turned.length > 0; left--) {
      int at = random.nextInt(turned.length);
      turned[at] =
          random.nextBoolean()
              ? (byte) (turned[at] ^ (1 << random.nextInt(8)))
              : (byte) random.nextInt(256);
    }
    return turned;
  }

  private byte[] word(byte[] input, int at, int end, Random random) {
    return replaced(input, at, random.nextBoolean() ? at : end, bytes(anyOf(words, random)));
  }

  /// Another part of the input itself.
  private static byte[] copied(byte[] input, Random random) {
    int from = random.nextInt(input.length + 1);
    return Arrays.copyOfRange(input, from, from + random.nextInt(input.length - from + 1));
  }

  private static byte[] spliced(byte[] input, int at, byte[] other, Random random) {
    return replaced(
        input,
        at,
        input.length,
        Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
  }

  /// A length or a count as formats write them: 1, 2, 4 or 8 bytes, or in groups of seven bits.
  private static byte[] edge(byte[] input, int at, Random random) {
    long edge = EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
    int width = 1 << random.nextInt(5);
    if (width == 16) {
      return replaced(input, at, Math.min(input.length, at + 1), varint(edge));
    }
    ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(edge);
    byte[] bytes = Arrays.copyOf(eight.array(), width);
    if (random.nextInt(4) == 0) {
      for (int left = 0, right = width - 1; left < right; left++, right--) {
        byte swapped = bytes[left];
        bytes[left] = bytes[right];
        bytes[right] = swapped;
      }
    }
    return replaced(input, at, Math.min(input.length, at + width), bytes);
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  /// The next number that is written out, replaced.
  private static byte[] number(byte[] input, int from, Random random) {
    int at = from;
    while (at < input.length && !isDigit(input[at])) {
      at++;
    }
    int end = at;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    return replaced(input, at, end, bytes(anyOf(NUMBERS, random)));
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  private static byte[] nested(byte[] input, int at, int end, Random random) {
    int depth = 1 << random.nextInt(14);
    boolean list = random.nextBoolean();
    byte[] opening = repeated(bytes(list ? "[" : "{\"a\":"), depth);
    byte[] closing = repeated(bytes(list ? "]" : "}"), random.nextInt(4) == 0 ? 0 : depth);
    return replaced(replaced(input, end, end, closing), at, at, opening);
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] out = Arrays.copyOf(input, from + by.length + input.length - to);
    System.arraycopy(by, 0, out, from, by.length);
    System.arraycopy(input, to, out, from + by.length, input.length - to);
    return out;
  }

  private static byte[] repeated(byte[] part, int times) {
    int copies = Math.min(times, LONGEST / Math.max(1, part.length));
    byte[] all = new byte[part.length * copies];
    for (int copy = 0; copy < copies; copy++) {
      System.arraycopy(part, 0, all, copy * part.length, part.length);
    }
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T anyOf(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
