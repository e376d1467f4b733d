package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import java.util.List;
import java.util.Optional;

/// Two recommenders in one graph: the scores of each for a history, standardised over all items to
/// a mean of 0 and a deviation of 1, and added by shares. What speaks for an item in one of them is
/// enough for it to come.
public final class BlendGraph extends RecommenderGraph {
  /// Keeps the standard scores of one who knows nothing at 0.
  private static final float TINY = 1e-20f;

  private final RecommenderGraph first;
  private final float share;
  private final RecommenderGraph second;

  /// A graph of two others over the same items, both of which have reasons.
  ///
  /// @param share of the first, 0 to 1; the rest is the second's
  public BlendGraph(RecommenderGraph first, float share, RecommenderGraph second) {
    this.first = first;
    this.share = share;
    this.second = second;
  }

  @Override
  int items() {
    return first.items();
  }

  @Override
  Scores scores(GraphBuilder graph, RecommenderInputs inputs) {
    Scores one = standardised(graph, first.scores(graph, inputs), share);
    Scores other = standardised(graph, second.scores(graph, inputs), 1 - share);
    return new Scores(
        graph.op("Add", one.values(), other.values()),
        graph.op("Or", one.told(), other.told()),
        Optional.of(
            slots ->
                graph.op(
                    "Add",
                    one.parts().orElseThrow().of(slots),
                    other.parts().orElseThrow().of(slots))));
  }

  private static Scores standardised(GraphBuilder graph, Scores scores, float share) {
    String centred = graph.op("Sub", scores.values(), mean(graph, scores.values()));
    String deviation = graph.op("Sqrt", mean(graph, graph.op("Mul", centred, centred)));
    String factor =
        graph.op("Div", graph.scalar(share), graph.op("Max", deviation, graph.scalar(TINY)));
    Parts parts = scores.parts().orElseThrow();
    return new Scores(
        graph.op("Mul", centred, factor),
        scores.told(),
        Optional.of(
            slots ->
                graph.op("Mul", parts.of(slots), graph.op("Unsqueeze", factor, graph.longs(2)))));
  }

  private static String mean(GraphBuilder graph, String values) {
    return graph.op(
        "ReduceMean", List.of(attribute("axes", List.of(1L)), attribute("keepdims", 1)), values);
  }
}
