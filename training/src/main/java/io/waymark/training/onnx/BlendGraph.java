package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl;
import io.waymark.model.scan.ScanPlan;
import java.util.List;
import java.util.Optional;

/// Two recommenders in one graph: the scores of each for a history, standardised over all items to
/// a mean of 0 and a deviation of 1, and added by shares. What speaks for an item in one of them is
/// enough for it to come.
public final class BlendGraph extends RecommenderGraph {
  /// Keeps the standard scores of one who knows nothing at 0.
  private static final float TINY = 1e-20f;

  private static final OnnxMl.AttributeProto AXIS = attribute("axes", List.of(1L));

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
    Scores one = standardised(graph, first.scores(graph, inputs), share, items());
    Scores other = standardised(graph, second.scores(graph, inputs), 1 - share, items());
    return new Scores(
        graph.op("Add", one.values(), other.values()),
        graph.op("Or", one.told(), other.told()),
        Optional.of(
            slots ->
                graph.op(
                    "Add",
                    one.parts().orElseThrow().of(slots),
                    other.parts().orElseThrow().of(slots))),
        new ScanPlan.Blend(one.plan(), share, other.plan()));
  }

  private static Scores standardised(GraphBuilder graph, Scores scores, float share, int items) {
    String mean = graph.op("ReduceMean", List.of(AXIS, attribute("keepdims", 1)), scores.values());
    String centred = graph.op("Sub", scores.values(), mean);
    // The deviation times the root of the number of items.
    String length = graph.op("ReduceL2", List.of(AXIS, attribute("keepdims", 1)), centred);
    String factor =
        graph.op(
            "Div",
            graph.scalar((float) (share * Math.sqrt(items))),
            graph.op("Max", length, graph.scalar(TINY)));
    Parts parts = scores.parts().orElseThrow();
    return new Scores(
        graph.op("Mul", centred, factor),
        scores.told(),
        Optional.of(
            slots ->
                graph.op("Mul", parts.of(slots), graph.op("Unsqueeze", factor, graph.longs(2)))),
        scores.plan());
  }
}
