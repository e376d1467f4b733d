package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import io.waymark.model.scan.ScanPlan;
import java.util.List;

/// Another recommender, for which what a user did counts less the more came after it: `floor + (1 −
/// floor) · exp(−newer / length)`, where only what has a weight is counted.
public final class FadingGraph extends RecommenderGraph {
  private final RecommenderGraph of;
  private final float floor;
  private final float length;

  /// A graph around another.
  ///
  /// @param floor what the oldest counts, 0 or more and below 1
  public FadingGraph(RecommenderGraph of, float floor, float length) {
    this.of = of;
    this.floor = floor;
    this.length = length;
  }

  @Override
  int items() {
    return of.items();
  }

  @Override
  Scores scores(GraphBuilder graph, RecommenderInputs inputs) {
    String counted =
        graph.op(
            "Cast",
            List.of(attribute("to", GraphBuilder.FLOAT)),
            graph.op(
                "And",
                inputs.known(graph, items()),
                graph.op("Greater", inputs.weights(), graph.scalar(0))));
    String newer =
        graph.op(
            "CumSum",
            List.of(attribute("exclusive", 1), attribute("reverse", 1)),
            counted,
            graph.op("Squeeze", graph.longs(1)));
    String power =
        graph.op(
            "Add",
            graph.op("Mul", newer, graph.scalar(-1 / length)),
            graph.scalar((float) Math.log1p(-floor)));
    String shares = graph.op("Add", graph.op("Exp", power), graph.scalar(floor));
    Scores scores = of.scores(graph, inputs.sharing(shares));
    return new Scores(
        scores.values(),
        scores.told(),
        scores.parts(),
        new ScanPlan.Fading(scores.plan(), floor, length));
  }
}
