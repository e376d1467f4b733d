package io.waymark.training.onnx;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// Rooms for numbers outside of the heap, where [MatrixProduct] wants them. Threads may share it.
public final class Rooms implements AutoCloseable {
  private static final int CACHE_LINE = 64;

  /// Of all that are open.
  private static final AtomicLong TAKEN = new AtomicLong();

  private final Arena arena = Arena.ofShared();
  private final AtomicLong own = new AtomicLong();

  /// What all open ones take in this process, in bytes. No bean of the JVM counts it.
  public static long taken() {
    return TAKEN.get();
  }

  /// Room for so many numbers, all 0.
  public FloatBuffer take(int numbers) {
    long bytes = 4L * numbers;
    FloatBuffer room =
        arena
            .allocate(bytes, CACHE_LINE)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    own.addAndGet(bytes);
    TAKEN.addAndGet(bytes);
    return room;
  }

  /// Frees all of it. No thread may use it any more.
  @Override
  public void close() {
    arena.close();
    TAKEN.addAndGet(-own.get());
  }
}
