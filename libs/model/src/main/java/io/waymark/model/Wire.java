package io.waymark.model;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/// Steps through the fields of one protobuf message, without a copy of what it holds.
final class Wire {
  /// The bytes are no protobuf message.
  static final class Malformed extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private final ByteBuffer bytes;
  int field;
  private int type;
  private boolean read = true;

  Wire(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
  }

  /// Steps to the next field; one that nobody read is passed over.
  boolean next() {
    if (!read) {
      skip();
    }
    if (!bytes.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    read = false;
    return true;
  }

  long number() {
    expect(0);
    return varint();
  }

  /// Appends a repeated number, packed or single.
  void numbers(LongConsumer to) {
    if (type == 0) {
      to.accept(number());
      return;
    }
    ByteBuffer packed = message();
    Wire each = new Wire(packed);
    while (each.bytes.hasRemaining()) {
      to.accept(each.varint());
    }
  }

  /// How many values of `size` bytes stand here, packed or single.
  long width(int size) {
    if (type == 2) {
      return message().remaining() / size;
    }
    skip();
    return 1;
  }

  String text() {
    return StandardCharsets.UTF_8.decode(message()).toString();
  }

  ByteBuffer message() {
    expect(2);
    long length = varint();
    if (length < 0 || length > bytes.remaining()) {
      throw new Malformed("it ends too early");
    }
    ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return slice;
  }

  void skip() {
    read = true;
    switch (type) {
      case 0 -> {
        long _ = varint();
      }
      case 1 -> advance(8);
      case 2 -> {
        ByteBuffer _ = message();
      }
      case 5 -> advance(4);
      default -> throw new Malformed("it has a field of unknown type");
    }
  }

  private void expect(int wanted) {
    read = true;
    if (type != wanted) {
      throw new Malformed("field " + field + " has the wrong type");
    }
  }

  private void advance(int count) {
    if (count > bytes.remaining()) {
      throw new Malformed("it ends too early");
    }
    bytes.position(bytes.position() + count);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!bytes.hasRemaining()) {
        throw new Malformed("it ends too early");
      }
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Malformed("it has a number that is too long");
  }
}
