package io.waymark.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The products of many rows of bytes with several vectors of bytes, by ONNX Runtime, whose product
/// of matrices is written for the processor it runs on. Rows are worked off in blocks, so that
/// products stay near the processor. Threads may share it; each call runs on its caller's thread.
public final class ByteProducts implements AutoCloseable {
  /// The most that a number of a row may be.
  public static final int MOST_OF_ROWS = 214;

  /// The most that a number of a vector may be, above and below 0. The sum of two products must fit
  /// sixteen bits, to which some processors cut it.
  public static final int MOST_OF_VECTORS = Short.MAX_VALUE / 2 / MOST_OF_ROWS;

  /// Of so many rows the largest product is told, too.
  public static final int GROUP = 16;

  /// So many rows are a block: with fewer the calls show, with more the products leave the cache.
  private static final int BLOCK = 4096;

  private static final int CACHE_LINE = 64;

  private final Arena arena;
  private final MemorySegment table;
  private final int width;
  private final OrtEnvironment environment;
  private final OrtSession session;

  /// Of the rows.
  private final List<OnnxTensor> blocks = new ArrayList<>();

  /// Gives rows.
  public interface Source {
    /// Puts numbers from 0 to [#MOST_OF_ROWS] to all places of `to`.
    void copy(int row, byte[] to);
  }

  /// Is told of block after block.
  public interface Listener {
    /// Looks at the products of the rows from `begin` on. Nothing may be kept: the next block
    /// stands at the same place.
    ///
    /// @param groups how many there are, of [#GROUP] rows; the very last is filled up with zeros
    /// @param largest int\[groups, vectors\]
    /// @param products int\[groups · GROUP, vectors\]
    void look(int begin, int groups, MemorySegment largest, MemorySegment products);
  }

  private ByteProducts(
      Arena arena, MemorySegment table, int width, OrtEnvironment environment, OrtSession session) {
    this.arena = arena;
    this.table = table;
    this.width = width;
    this.environment = environment;
    this.session = session;
    NativeHandles.opened();
  }

  /// Copies rows.
  public static ByteProducts of(int rows, int width, Source source) {
    int filledUp = Math.multiplyExact(Math.ceilDiv(rows, GROUP), GROUP);
    Arena arena = Arena.ofShared();
    ByteProducts products;
    try {
      MemorySegment table = arena.allocate((long) filledUp * width, CACHE_LINE);
      byte[] row = new byte[width];
      for (int at = 0; at < rows; at++) {
        source.copy(at, row);
        MemorySegment.copy(row, 0, table, ValueLayout.JAVA_BYTE, (long) at * width, width);
      }
      OrtEnvironment environment = Natives.environment();
      products = new ByteProducts(arena, table, width, environment, session(environment));
    } catch (RuntimeException
        | Error failed) { // also where ONNX Runtime's library cannot be loaded
      arena.close();
      throw failed;
    }
    try {
      products.cut(filledUp);
      return products;
    } catch (OrtException refused) {
      products.close();
      throw new IllegalStateException(refused);
    } catch (RuntimeException | Error failed) {
      products.close();
      throw failed;
    }
  }

  private static OrtSession session(OrtEnvironment environment) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(false);
      return environment.createSession(ProductsGraph.bytes(), options);
    } catch (OrtException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private void cut(int rows) throws OrtException {
    for (int begin = 0; begin < rows; begin += BLOCK) {
      int count = Math.min(BLOCK, rows - begin);
      MemorySegment block = table.asSlice((long) begin * width, (long) count * width);
      blocks.add(tensor(block, OnnxJavaType.UINT8, count / GROUP, GROUP, width));
    }
  }

  private OnnxTensor tensor(MemorySegment segment, OnnxJavaType type, long... shape)
      throws OrtException {
    return OnnxTensor.createTensor(
        environment, segment.asByteBuffer().order(ByteOrder.nativeOrder()), shape, type);
  }

  /// Multiplies all rows with each vector.
  ///
  /// @param vectors byte\[width, count\], none of it further from 0 than [#MOST_OF_VECTORS]
  /// @throws GraphFailedException where ONNX Runtime failed
  public void multiply(byte[] vectors, int count, Listener listener) {
    int most = groups(blocks.getFirst());
    try (Arena room = Arena.ofConfined()) {
      MemorySegment right = room.allocateFrom(ValueLayout.JAVA_BYTE, vectors);
      MemorySegment products = room.allocate(4L * most * GROUP * count, CACHE_LINE);
      MemorySegment largest = room.allocate(4L * most * count, CACHE_LINE);
      try (OnnxTensor factors = tensor(right, OnnxJavaType.INT8, width, count)) {
        int begin = 0;
        for (OnnxTensor block : blocks) {
          multiply(block, factors, count, products, largest);
          listener.look(begin, groups(block), largest, products);
          begin += groups(block) * GROUP;
        }
      }
    } catch (OrtException failed) {
      throw new GraphFailedException("products failed: " + failed.getMessage(), failed);
    }
  }

  private static int groups(OnnxTensor block) {
    return (int) block.getInfo().getShape()[0];
  }

  private void multiply(
      OnnxTensor block,
      OnnxTensor factors,
      int count,
      MemorySegment products,
      MemorySegment largest)
      throws OrtException {
    int groups = groups(block);
    MemorySegment all = products.asSlice(0, 4L * groups * GROUP * count);
    MemorySegment some = largest.asSlice(0, 4L * groups * count);
    try (OnnxTensor toAll = tensor(all, OnnxJavaType.INT32, groups, GROUP, count);
        OnnxTensor toSome = tensor(some, OnnxJavaType.INT32, groups, 1, count);
        OrtSession.Result _ =
            session.run(
                Map.of(ProductsGraph.ROWS, block, ProductsGraph.VECTORS, factors),
                Map.of(ProductsGraph.PRODUCTS, toAll, ProductsGraph.LARGEST, toSome))) {
      // Both are written where they are wanted.
    }
  }

  /// What the rows take outside of the heap.
  public long bytes() {
    return table.byteSize();
  }

  /// Frees the rows. No call may run or follow.
  @Override
  public void close() {
    try {
      blocks.forEach(OnnxTensor::close);
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    } finally {
      arena.close();
      NativeHandles.closed();
    }
  }
}
