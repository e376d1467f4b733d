package io.waymark.model;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts what models hold outside of the heap and must give back: sessions of ONNX Runtime, and
/// the constants of graphs. The collector does not free them.
public final class NativeHandles {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private NativeHandles() {}

  static void opened() {
    OPEN.incrementAndGet();
  }

  static void closed() {
    OPEN.decrementAndGet();
  }

  /// How many are open in this process, as far as these classes were loaded once.
  public static int open() {
    return OPEN.get();
  }
}
