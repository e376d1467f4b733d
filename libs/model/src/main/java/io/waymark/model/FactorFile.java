package io.waymark.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The weights of a factor model where they lie in `model.onnx`. A graph that is nothing but the
/// fold-in of such a model says so in its metadata, as [FactorModels] has it. What is said is not
/// believed: see [Agreement].
///
/// @param vectors of the items in the basis of the graph, row by row
/// @param penalties what one unit of weight in a history adds to each axis
/// @param scale what weights are multiplied with; 0: every positive weight counts 1
/// @param steps of conjugate gradients
record FactorFile(FloatBuffer vectors, FloatBuffer penalties, float scale, int steps) {
  private static final int GRAPH = 7;
  private static final int METADATA = 14;
  private static final int INITIALIZER = 5;
  private static final int MOST_WIDTH = 1_024;
  private static final int MOST_STEPS = 1_000;

  /// What the file says of itself; empty where it says nothing, or what cannot be.
  ///
  /// @param items that the package lists
  static Optional<FactorFile> read(Path model, int items) throws IOException {
    try (FileChannel file = FileChannel.open(model, StandardOpenOption.READ)) {
      ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
      List<String> said = said(bytes);
      return said.size() == 4 ? read(bytes, said, items) : Optional.empty();
    } catch (IllegalArgumentException | GraphGate.Malformed _) {
      return Optional.empty();
    }
  }

  private static Optional<FactorFile> read(ByteBuffer bytes, List<String> said, int items) {
    Map<String, FloatBuffer> constants = constants(bytes, said.subList(0, 2));
    FloatBuffer vectors = constants.get(said.get(0));
    FloatBuffer penalties = constants.get(said.get(1));
    if (vectors == null || penalties == null) {
      return Optional.empty();
    }
    int width = penalties.remaining();
    float scale = Float.parseFloat(said.get(2));
    int steps = Integer.parseInt(said.get(3));
    boolean sound =
        width > 0
            && width <= MOST_WIDTH
            && vectors.remaining() == (long) width * items
            && Float.isFinite(scale)
            && scale >= 0
            && steps > 0
            && steps <= MOST_STEPS;
    return sound ? Optional.of(new FactorFile(vectors, penalties, scale, steps)) : Optional.empty();
  }

  private static List<String> said(ByteBuffer bytes) {
    List<String> said = new ArrayList<>();
    GraphGate.Wire model = new GraphGate.Wire(bytes);
    while (model.next()) {
      if (model.field() == METADATA) {
        String key = "";
        String value = "";
        GraphGate.Wire entry = new GraphGate.Wire(model.message());
        while (entry.next()) {
          switch (entry.field()) {
            case 1 -> key = entry.text();
            case 2 -> value = entry.text();
            default -> entry.skip();
          }
        }
        if (key.equals(FactorModels.KEY)) {
          said = List.of(value.split(" ", -1));
        }
      }
    }
    return said;
  }

  private static Map<String, FloatBuffer> constants(ByteBuffer bytes, List<String> names) {
    Map<String, FloatBuffer> found = new HashMap<>();
    GraphGate.Wire model = new GraphGate.Wire(bytes);
    while (model.next()) {
      if (model.field() == GRAPH) {
        GraphGate.Wire graph = new GraphGate.Wire(model.message());
        while (graph.next()) {
          if (graph.field() == INITIALIZER) {
            constant(graph.message(), names, found);
          }
        }
      }
    }
    return found;
  }

  private static void constant(
      ByteBuffer bytes, List<String> names, Map<String, FloatBuffer> found) {
    String name = "";
    long type = 0;
    ByteBuffer raw = ByteBuffer.allocate(0);
    GraphGate.Wire tensor = new GraphGate.Wire(bytes);
    while (tensor.next()) {
      switch (tensor.field()) {
        case 2 -> type = tensor.number();
        case 8 -> name = tensor.text();
        case 9 -> raw = tensor.message();
        default -> tensor.skip();
      }
    }
    if (type == 1 && names.contains(name)) {
      found.put(name, raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    }
  }
}
