package io.waymark.model;

import io.waymark.model.ModelPackageException.Fault;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The constants of a graph by name, as they lie in its file, which is read into memory outside of
/// the heap. Numbers are little-endian and stand at any address.
public final class GraphConstants implements AutoCloseable {
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int BYTES = 4;

  private final Arena arena;
  private final Map<String, Constant> constants = new HashMap<>();

  private record Constant(int type, MemorySegment bytes) {}

  private GraphConstants(Arena arena) {
    this.arena = arena;
    NativeHandles.opened();
  }

  /// Reads a graph's file.
  ///
  /// @throws ModelPackageException where it is none
  public static GraphConstants open(Path model) throws IOException {
    GraphConstants found = new GraphConstants(Arena.ofShared());
    try (FileChannel file = FileChannel.open(model, StandardOpenOption.READ)) {
      if (file.size() > Integer.MAX_VALUE) {
        throw broken("is larger than 2 GB");
      }
      ByteBuffer bytes = found.arena.allocate(Math.max(1, file.size())).asByteBuffer();
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // Until all of it is there.
      }
      found.read(bytes.flip());
      return found;
    } catch (Wire.Malformed malformed) {
      found.close();
      throw broken("is no ONNX model: " + malformed.getMessage());
    } catch (IOException | RuntimeException failed) {
      found.close();
      throw failed;
    }
  }

  private void read(ByteBuffer bytes) {
    Wire model = new Wire(bytes);
    while (model.next()) {
      if (model.field == 7) {
        Wire graph = new Wire(model.message());
        while (graph.next()) {
          if (graph.field == 5) {
            add(new Wire(graph.message()));
          }
        }
      }
    }
  }

  private void add(Wire tensor) {
    String name = "";
    int type = 0;
    @Nullable ByteBuffer raw = null;
    while (tensor.next()) {
      switch (tensor.field) {
        case 2 -> type = (int) tensor.number();
        case 8 -> name = tensor.text();
        case 9 -> raw = tensor.message();
        default -> tensor.skip();
      }
    }
    if (raw != null) {
      constants.put(name, new Constant(type, MemorySegment.ofBuffer(raw)));
    }
  }

  /// A constant of so many 32-bit floating-point numbers.
  ///
  /// @throws ModelPackageException where there is none of that name, type and size
  public MemorySegment floats(String name, long count) {
    return constant(name, FLOAT, count, "32-bit floating-point numbers");
  }

  /// A constant of so many 32-bit whole numbers.
  ///
  /// @throws ModelPackageException where there is none of that name, type and size
  public MemorySegment ints(String name, long count) {
    return constant(name, INT32, count, "32-bit whole numbers");
  }

  private MemorySegment constant(String name, int type, long count, String what) {
    Constant found = constants.get(name);
    if (found == null || found.type() != type || found.bytes().byteSize() != BYTES * count) {
      throw broken("has no constant '%s' of %d %s".formatted(name, count, what));
    }
    return found.bytes();
  }

  /// Frees the memory. Nothing that was given out may be read any more.
  @Override
  public void close() {
    arena.close();
    NativeHandles.closed();
  }

  private static ModelPackageException broken(String message) {
    return new ModelPackageException(Fault.MALFORMED, ModelPackage.MODEL, message);
  }
}
