package io.waymark.training.onnx;

import java.io.IOException;
import java.nio.file.Path;

/// The same ranking whatever the history.
public final class PopularityGraph {
  private final float[] counts;

  /// A graph that ranks by these counts, one per item.
  public PopularityGraph(float[] counts) {
    this.counts = counts;
  }

  public void write(Path file) throws IOException {
    int items = counts.length;
    GraphBuilder graph = new GraphBuilder("popularity");
    RecommenderInputs inputs = RecommenderInputs.declare(graph, items);
    // One row of scores per history.
    String batch =
        graph.op(
            "Slice",
            graph.op("Shape", inputs.history()),
            graph.longs(0),
            graph.longs(1),
            graph.longs(0));
    String shape =
        graph.op(
            "Concat",
            java.util.List.of(GraphBuilder.attribute("axis", 0)),
            batch,
            graph.longs(items));
    String scores = graph.op("Expand", graph.tensor(counts, 1, items), shape);
    // The contract has weights; popularity asks nobody.
    String unheard =
        graph.op(
            "Mul",
            graph.op(
                "ReduceSum",
                java.util.List.of(GraphBuilder.attribute("keepdims", 1)),
                inputs.weights(),
                graph.longs(1)),
            graph.scalar(0));
    String _ = inputs.answer(graph, items, graph.op("Add", scores, unheard), inputs.allowed());
    graph.write(file);
  }
}
