package io.waymark.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;

/// Bytes out of a decompressor. What decompressors throw when their data ends early or is damaged
/// differs; here it is one exception. What the disk throws, told apart by [OnDisk], stays as it is.
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
    } catch (DiskException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DamagedException(e);
    }
  }

  /// Compressed bytes as the disk gives them.
  static final class OnDisk extends FilterInputStream {
    OnDisk(InputStream file) {
      super(file);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        throw new DiskException(e);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw new DiskException(e);
      }
    }
  }

  /// The disk did not give the file.
  static final class DiskException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
      super(cause);
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
