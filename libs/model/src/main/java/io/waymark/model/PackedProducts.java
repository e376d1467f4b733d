package io.waymark.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/// The products of many rows of bytes with one vector of bytes, by ONNX Runtime. Rows are constants
/// of its graph: it keeps them once, in the order that its product for this processor reads them
/// in. Threads may share it; each call runs on its caller's thread.
public final class PackedProducts implements AutoCloseable {
  /// The most that a number of a row may be, above and below 0.
  public static final int MOST_OF_ROWS = 107;

  /// The most that a number of a vector may be, above and below 0. It is moved up by as much; the
  /// sum of two products must then fit sixteen bits, to which some processors cut it.
  public static final int MOST_OF_VECTORS = Short.MAX_VALUE / 4 / MOST_OF_ROWS;

  /// Of so many rows the largest product is told, too.
  public static final int GROUP = ByteProducts.GROUP;

  /// More numbers fit no graph.
  private static final long MOST_NUMBERS = 1 << 30;

  /// So many rows are turned at a time.
  private static final int BLOCK = 64;

  private static final int CACHE_LINE = 64;

  private final int rows;
  private final int width;
  private final OrtEnvironment environment;
  private final OrtSession session;

  /// Kept for the next calls, of as many as can run at a time.
  private final Queue<Room> rooms = new ArrayBlockingQueue<>(processors());

  /// Gives rows.
  public interface Source {
    /// Puts numbers from −[#MOST_OF_ROWS] to [#MOST_OF_ROWS] to all places of `to`.
    void copy(int row, byte[] to);
  }

  private PackedProducts(int rows, int width, OrtEnvironment environment, OrtSession session) {
    this.rows = rows;
    this.width = width;
    this.environment = environment;
    this.session = session;
    NativeHandles.opened();
  }

  /// Whether so many rows fit one graph.
  public static boolean canHold(int rows, int width) {
    return (long) filledUp(rows) * width <= MOST_NUMBERS;
  }

  /// About what so many rows take outside of the heap, with the products of as many calls as can
  /// run at a time. Making them takes two more copies for a while.
  public static long bytes(int rows, int width) {
    long numbers = (long) filledUp(rows) * (width + Integer.BYTES);
    long products = (long) filledUp(rows) * Integer.BYTES * (GROUP + 1) / GROUP;
    return numbers + processors() * products;
  }

  /// Copies rows.
  public static PackedProducts of(int rows, int width, Source source) {
    int filledUp = filledUp(rows);
    OrtEnvironment environment = Natives.environment();
    try (Arena arena = Arena.ofConfined();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      byte[] head = PackedGraph.head(filledUp, width, GROUP, MOST_OF_VECTORS);
      MemorySegment graph = arena.allocate(head.length + (long) filledUp * width);
      MemorySegment.copy(head, 0, graph, ValueLayout.JAVA_BYTE, 0, head.length);
      turn(rows, width, source, graph.asSlice(head.length), filledUp);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(false);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      OrtSession session = environment.createSession(graph.asByteBuffer(), options);
      return new PackedProducts(filledUp, width, environment, session);
    } catch (OrtException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private static int filledUp(int rows) {
    return Math.multiplyExact(Math.ceilDiv(rows, GROUP), GROUP);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// Puts the first numbers of all rows first, then the second ones.
  private static void turn(int rows, int width, Source source, MemorySegment to, int stride) {
    byte[] row = new byte[width];
    byte[][] turned = new byte[width][BLOCK];
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      for (int at = 0; at < count; at++) {
        source.copy(from + at, row);
        for (int column = 0; column < width; column++) {
          turned[column][at] = row[column];
        }
      }
      for (int column = 0; column < width; column++) {
        long place = (long) column * stride + from;
        MemorySegment.copy(turned[column], 0, to, ValueLayout.JAVA_BYTE, place, count);
      }
    }
  }

  /// What one call writes to.
  private final class Room implements AutoCloseable {
    final Arena arena = Arena.ofShared();
    final MemorySegment vector = arena.allocate(width, CACHE_LINE);
    final MemorySegment products = arena.allocate(4L * rows, CACHE_LINE);
    final MemorySegment largest = arena.allocate(4L * rows / GROUP, CACHE_LINE);
    final Map<String, OnnxTensor> input;
    final Map<String, OnnxTensor> outputs;

    Room() throws OrtException {
      input = Map.of(PackedGraph.VECTOR, tensor(vector, OnnxJavaType.UINT8, width));
      outputs =
          Map.of(
              PackedGraph.PRODUCTS,
              tensor(products, OnnxJavaType.INT32, rows),
              PackedGraph.LARGEST,
              tensor(largest, OnnxJavaType.INT32, rows / GROUP));
    }

    private OnnxTensor tensor(MemorySegment segment, OnnxJavaType type, long columns)
        throws OrtException {
      ByteBuffer bytes = segment.asByteBuffer().order(ByteOrder.nativeOrder());
      return OnnxTensor.createTensor(environment, bytes, new long[] {1, columns}, type);
    }

    void multiply(byte[] by) throws OrtException {
      for (int at = 0; at < width; at++) {
        vector.set(ValueLayout.JAVA_BYTE, at, (byte) (MOST_OF_VECTORS + by[at]));
      }
      try (OrtSession.Result _ = session.run(input, outputs)) {
        // Both are written where they are wanted.
      }
    }

    @Override
    public void close() {
      input.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
      arena.close();
    }
  }

  /// Multiplies all rows with a vector.
  ///
  /// @param vector of the rows' width, none of it further from 0 than [#MOST_OF_VECTORS]
  /// @param listener is told once, of all rows, filled up with zeros to a whole group
  /// @throws GraphFailedException where ONNX Runtime failed
  public void multiply(byte[] vector, ByteProducts.Listener listener) {
    Room room = rooms.poll();
    try {
      if (room == null) {
        room = new Room();
      }
      room.multiply(vector);
      listener.look(0, rows / GROUP, room.largest, room.products);
    } catch (OrtException failed) {
      throw new GraphFailedException("products failed: " + failed.getMessage(), failed);
    } finally {
      if (room != null && !rooms.offer(room)) {
        room.close();
      }
    }
  }

  /// Frees the rows. No call may run or follow.
  @Override
  public void close() {
    try {
      rooms.forEach(Room::close);
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    } finally {
      NativeHandles.closed();
    }
  }
}
