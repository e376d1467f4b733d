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
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;

/// The products of many rows of bytes with one or several vectors of bytes, by ONNX Runtime, whose
/// product of matrices is written for the processor it runs on. Rows are constants of its graphs,
/// which it keeps in the order that its product reads them in; of each group of rows the largest
/// product is told. Threads may share it; each call runs on its caller's thread.
public final class ByteProducts implements AutoCloseable {
  /// Of so many rows the largest product is told.
  public static final int GROUP = 8;

  /// So far from each other the rows of a group stand, so that the largest of as many groups is
  /// found at a time.
  private static final int APART = 256;

  /// Rows are filled up to a multiple.
  private static final int STRETCH = GROUP * APART;

  /// So many rows are one constant: their products with a few vectors stay near the processor.
  private static final int BLOCK = 16 * STRETCH;

  /// So many rows are one graph, of which there are two or three copies while it is made.
  private static final int SLAB = 8 * BLOCK;

  /// What the product of matrices keeps of a row beside its numbers.
  private static final int SUM_BYTES = Integer.BYTES;

  private final int rows;
  private final int width;
  private final ByteRange range;
  private final OrtEnvironment environment;
  private final List<OrtSession> slabs;

  /// For products, kept for the next calls, of as many as can run at a time: new ones would be
  /// brought into memory page by page.
  private final Queue<MemorySegment> rooms =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  /// Gives rows.
  public interface Source {
    /// Puts numbers that a [ByteRange] allows in rows to all places of `to`.
    void copy(int row, byte[] to);
  }

  /// Is told of slab after slab, in each of vector after vector.
  public interface Listener {
    /// Looks at the largest products of the groups of rows from `begin` on. Nothing may be kept:
    /// the next ones stand at the same place.
    ///
    /// @param groups how many there are, of [#GROUP] rows; the very last may be filled up with
    ///   zeros
    /// @param largest of which the first `groups` count
    void look(int vector, int begin, int groups, int[] largest);
  }

  private ByteProducts(
      int rows, int width, ByteRange range, OrtEnvironment environment, List<OrtSession> slabs) {
    this.rows = rows;
    this.width = width;
    this.range = range;
    this.environment = environment;
    this.slabs = slabs;
    NativeHandles.opened();
  }

  /// About what so many rows take outside of the heap.
  public static long bytes(int rows, int width) {
    return (long) filledUp(rows) * (width + SUM_BYTES);
  }

  /// Copies rows.
  ///
  /// @param range of their numbers, and of those of vectors
  public static ByteProducts of(int rows, int width, ByteRange range, Source source) {
    OrtEnvironment environment = Natives.environment();
    List<OrtSession> slabs = new ArrayList<>();
    try {
      for (int begin = 0; begin < rows; begin += SLAB) {
        slabs.add(slab(environment, begin, Math.min(SLAB, rows - begin), width, range, source));
      }
      return new ByteProducts(rows, width, range, environment, slabs);
    } catch (OrtException refused) {
      close(slabs);
      throw new IllegalStateException(refused);
    } catch (RuntimeException | Error failed) {
      close(slabs);
      throw failed;
    }
  }

  private static OrtSession slab(
      OrtEnvironment environment, int begin, int count, int width, ByteRange range, Source source)
      throws OrtException {
    int end = begin + count;
    List<Integer> rows =
        IntStream.range(0, Math.ceilDiv(count, BLOCK))
            .mapToObj(block -> filledUp(Math.min(BLOCK, count - block * BLOCK)))
            .toList();
    try (Arena arena = Arena.ofConfined();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      MemorySegment graph =
          ProductsGraph.of(
              arena,
              rows,
              width,
              GROUP,
              APART,
              range.vectors(),
              (block, to) -> {
                int first = begin + block * BLOCK;
                turn(source, first, Math.min(BLOCK, end - first), rows.get(block), width, to);
              });
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(false);
      return environment.createSession(graph.asByteBuffer(), options);
    }
  }

  private static int filledUp(int rows) {
    return Math.multiplyExact(Math.ceilDiv(rows, STRETCH), STRETCH);
  }

  /// Puts the first numbers of all rows first, then the second ones; within a stretch the first row
  /// of each group, then the second of each.
  private static void turn(
      Source source, int first, int count, int filledUp, int width, MemorySegment to) {
    byte[] row = new byte[width];
    byte[][] turned = new byte[width][STRETCH];
    for (int begin = 0; begin < filledUp; begin += STRETCH) {
      for (int at = 0; at < STRETCH; at++) {
        if (begin + at < count) {
          source.copy(first + begin + at, row);
        } else {
          row = new byte[width];
        }
        int place = at % GROUP * APART + at / GROUP;
        for (int column = 0; column < width; column++) {
          turned[column][place] = row[column];
        }
      }
      for (int column = 0; column < width; column++) {
        long place = (long) column * filledUp + begin;
        MemorySegment.copy(turned[column], 0, to, ValueLayout.JAVA_BYTE, place, STRETCH);
      }
    }
  }

  /// Multiplies all rows with each vector.
  ///
  /// @param vectors byte\[count, width\], none of it further from 0 than its range has it
  /// @throws GraphFailedException where ONNX Runtime failed
  public void multiply(byte[] vectors, int count, Listener listener) {
    int most = filledUp(Math.min(rows, SLAB)) / GROUP;
    int[] largest = new int[most];
    MemorySegment room = room(4L * count * most);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment left = arena.allocate((long) count * width);
      for (int at = 0; at < vectors.length; at++) {
        left.set(ValueLayout.JAVA_BYTE, at, (byte) (range.vectors() + vectors[at]));
      }
      try (OnnxTensor factors = tensor(left, OnnxJavaType.UINT8, count, width)) {
        for (int slab = 0; slab < slabs.size(); slab++) {
          int begin = slab * SLAB;
          int of = Math.min(SLAB, rows - begin);
          int stride = filledUp(of) / GROUP;
          MemorySegment told = room.asSlice(0, 4L * count * stride);
          multiply(slabs.get(slab), factors, told, count, stride);
          for (int vector = 0; vector < count; vector++) {
            MemorySegment.copy(
                told, ValueLayout.JAVA_INT, 4L * vector * stride, largest, 0, stride);
            listener.look(vector, begin, Math.ceilDiv(of, GROUP), largest);
          }
        }
      }
      boolean _ = rooms.offer(room);
    } catch (OrtException failed) {
      throw new GraphFailedException("products failed: " + failed.getMessage(), failed);
    }
  }

  private MemorySegment room(long bytes) {
    MemorySegment kept = rooms.poll();
    return kept != null && kept.byteSize() >= bytes ? kept : Arena.ofAuto().allocate(bytes);
  }

  private void multiply(
      OrtSession slab, OnnxTensor factors, MemorySegment largest, int count, int stride)
      throws OrtException {
    try (OnnxTensor to = tensor(largest, OnnxJavaType.INT32, count, stride / APART, APART);
        OrtSession.Result _ =
            slab.run(Map.of(ProductsGraph.VECTORS, factors), Map.of(ProductsGraph.LARGEST, to))) {
      // They are written where they are wanted.
    }
  }

  private OnnxTensor tensor(MemorySegment segment, OnnxJavaType type, long... shape)
      throws OrtException {
    return OnnxTensor.createTensor(
        environment, segment.asByteBuffer().order(ByteOrder.nativeOrder()), shape, type);
  }

  /// Frees the rows. No call may run or follow.
  @Override
  public void close() {
    close(slabs);
    NativeHandles.closed();
  }

  private static void close(List<OrtSession> slabs) {
    try {
      for (OrtSession slab : slabs) {
        slab.close();
      }
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
