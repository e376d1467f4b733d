package io.waymark.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the fields of one protobuf message: what [Wire] reads.
final class WireOut {
  private static final int NUMBER = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  WireOut number(int field, long value) {
    varint(((long) field << 3) | NUMBER);
    varint(value);
    return this;
  }

  WireOut text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  WireOut message(int field, WireOut value) {
    return bytes(field, value.bytes());
  }

  /// What stands before a text or message of so many bytes, which follow.
  WireOut head(int field, long length) {
    varint(((long) field << 3) | BYTES);
    varint(length);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private WireOut bytes(int field, byte[] value) {
    head(field, value.length);
    out.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
