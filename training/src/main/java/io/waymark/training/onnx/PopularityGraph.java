package io.waymark.training.onnx;

import io.waymark.model.scan.ScanPlan;
import java.util.List;
import java.util.Optional;

/// The same ranking whatever the history.
public final class PopularityGraph extends RecommenderGraph {
  private final float[] counts;

  /// A graph that ranks by these counts, one per item.
  public PopularityGraph(float[] counts) {
    this.counts = counts;
  }

  @Override
  int items() {
    return counts.length;
  }

  @Override
  Scores scores(GraphBuilder graph, RecommenderInputs inputs) {
    // One row of scores per history, weighed with nothing: the contract has weights, popularity
    // asks nobody.
    String unheard =
        graph.op(
            "Mul",
            graph.op(
                "ReduceSum",
                List.of(GraphBuilder.attribute("keepdims", 1)),
                inputs.weights(),
                graph.longs(1)),
            graph.scalar(0));
    String table = graph.tensor(counts, 1, counts.length);
    String scores = graph.op("Add", table, unheard);
    String always = graph.op("Equal", graph.longs(0), graph.longs(0));
    return new Scores(scores, always, Optional.empty(), new ScanPlan.Popularity(table));
  }
}
