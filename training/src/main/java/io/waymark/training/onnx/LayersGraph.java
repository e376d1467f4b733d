package io.waymark.training.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A small predictor to measure with: layers of weights, cut at 0 between them, and the logistic
/// function of the last. Takes `features float[B, n]`, gives `score float[B, m]`.
public final class LayersGraph {
  public static final String INPUT = "features";
  public static final String OUTPUT = "score";

  private final float[][] weights;
  private final List<Integer> widths;

  /// A graph of these layers.
  ///
  /// @param weights of each layer, row by row, a row for each number that it takes
  /// @param widths how many numbers go into the first layer, and come out of each
  public LayersGraph(float[][] weights, List<Integer> widths) {
    if (weights.length == 0 || weights.length + 1 != widths.size()) {
      throw new IllegalArgumentException(
          "%d layers between %d widths".formatted(weights.length, widths.size()));
    }
    this.weights = weights;
    this.widths = List.copyOf(widths);
  }

  /// Writes the graph.
  public void write(Path file) throws IOException {
    GraphBuilder graph = new GraphBuilder("predictor");
    String values =
        graph.input(INPUT, GraphBuilder.FLOAT, "B", Integer.toString(widths.getFirst()));
    for (int layer = 0; layer < weights.length; layer++) {
      String table = graph.tensor(weights[layer], widths.get(layer), widths.get(layer + 1));
      values = graph.op("MatMul", layer == 0 ? values : graph.op("Relu", values), table);
    }
    graph.output(
        graph.op("Sigmoid", values),
        OUTPUT,
        GraphBuilder.FLOAT,
        "B",
        Integer.toString(widths.getLast()));
    graph.write(file);
  }
}
