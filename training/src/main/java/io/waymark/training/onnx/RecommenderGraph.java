package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import io.waymark.model.scan.ScanPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A recommender as one graph, by the contract of the model package. The kinds differ in how they
/// score items for a history; inputs, cut and reasons are the same for all.
public abstract sealed class RecommenderGraph
    permits BlendGraph,
        FadingGraph,
        FoldInGraph,
        ItemWeightsGraph,
        NeighboursGraph,
        PopularityGraph {
  /// How many items it knows.
  abstract int items();

  abstract Scores scores(GraphBuilder graph, RecommenderInputs inputs);

  /// Scores of all items.
  ///
  /// @param values float\[B, N\]
  /// @param told which items something speaks for: what broadcasts to bool\[B, N\]
  /// @param parts of the scores; empty where scores have none
  /// @param plan what of this a scan needs to know
  record Scores(String values, String told, Optional<Parts> parts, ScanPlan plan) {}

  /// What each item of a history adds to the scores of chosen items.
  interface Parts {
    /// Gives float\[B, K, H\].
    ///
    /// @param slots int64\[B, K\], positions of items; −1 pads
    String of(String slots);
  }

  /// Writes the graph.
  ///
  /// @return what it computes, and by which of its constants
  public final ScanPlan write(Path file) throws IOException {
    GraphBuilder graph = new GraphBuilder("recommender");
    RecommenderInputs inputs = RecommenderInputs.declare(graph, items());
    Scores scores = scores(graph, inputs);
    String mask = graph.op("And", inputs.allowed(), scores.told());
    String best = inputs.answer(graph, items(), scores.values(), mask);
    if (scores.parts().isPresent()) {
      String parts = scores.parts().orElseThrow().of(best);
      graph.output(reasons(graph, inputs, best, parts), "because", GraphBuilder.INT64, "B", "K");
    }
    graph.write(file);
    return scores.plan();
  }

  /// The item of the history with the largest part of each slot's score; −1 where the slot is empty
  /// or nothing speaks for it.
  private String reasons(GraphBuilder graph, RecommenderInputs inputs, String best, String parts) {
    String largest =
        graph.op("ArgMax", List.of(attribute("axis", 2), attribute("keepdims", 0)), parts);
    String part =
        graph.op(
            "ReduceMax", List.of(attribute("axes", List.of(2L)), attribute("keepdims", 0)), parts);
    String places = inputs.told(graph, items(), 0).places();
    String reason = graph.op("GatherElements", List.of(attribute("axis", 1)), places, largest);
    String speaks =
        graph.op(
            "And",
            graph.op("Greater", part, graph.scalar(0)),
            graph.op("GreaterOrEqual", best, graph.longs(0)));
    return graph.op("Where", speaks, reason, graph.longs(-1));
  }
}
