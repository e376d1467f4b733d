package io.waymark.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;

/// Bytes out of a decompressor. What decompressors throw when their data ends early or is damaged
/// differs; here it is one exception.
final class Decompressed extends FilterInputStream {
  Decompressed(InputStream decompressor) {
    super(decompressor);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (IOException | RuntimeException e) {
      throw new DamagedException(e);
    }
  }

  /// The compressed data is cut or damaged.
  static final class DamagedException extends EOFException {
    @Serial private static final long serialVersionUID = 1L;

    DamagedException(Exception cause) {
      super(String.valueOf(cause.getMessage()));
      initCause(cause);
    }
  }
}
