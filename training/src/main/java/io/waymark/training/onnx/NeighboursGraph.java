package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import io.waymark.model.scan.ScanPlan;
import java.util.List;
import java.util.Optional;

/// Scores by a sparse item-item matrix: each item of the history speaks for its neighbours alone.
/// Items whose score is not above 0 are not recommended. The work grows with the history and its
/// neighbours; of the number of items only the cut does.
public final class NeighboursGraph extends RecommenderGraph {
  private final int[] neighbours;
  private final float[] strengths;
  private final int width;
  private final float scale;

  /// A graph for these neighbours.
  ///
  /// @param neighbours positions of items, `width` for each item; the number of items pads
  /// @param strengths beside them; 0 pads
  /// @param scale what weights are multiplied with; 0: every positive weight counts 1
  public NeighboursGraph(int[] neighbours, float[] strengths, int width, float scale) {
    this.neighbours = neighbours;
    this.strengths = strengths;
    this.width = width;
    this.scale = scale;
  }

  @Override
  int items() {
    return neighbours.length / width;
  }

  @Override
  Scores scores(GraphBuilder graph, RecommenderInputs inputs) {
    RecommenderInputs.Told told = inputs.told(graph, items(), scale);
    String known = graph.ints(neighbours, items(), width);
    String near =
        graph.op(
            "Cast",
            List.of(attribute("to", GraphBuilder.INT64)),
            graph.op("Gather", known, told.places()));
    String table = graph.tensor(strengths, items(), width);
    String strength = graph.op("Gather", table, told.places());
    String added = graph.op("Mul", strength, graph.op("Unsqueeze", told.weights(), graph.longs(2)));
    String sums =
        graph.op(
            "ScatterElements",
            List.of(attribute("axis", 1), attribute("reduction", "add")),
            graph.op("Expand", graph.scalar(0), padded(graph, told.places())),
            flat(graph, near),
            flat(graph, added));
    // What speaks against an item says nothing of it in a blend, either.
    String scores =
        graph.op(
            "Relu", graph.op("Slice", sums, graph.longs(0), graph.longs(items()), graph.longs(1)));
    return new Scores(
        scores,
        graph.op("Greater", scores, graph.scalar(0)),
        Optional.of(slots -> parts(graph, near, added, slots)),
        new ScanPlan.Neighbours(known, table, width, scale));
  }

  /// float[B, K, H]. What the neighbours of each item of the history add is put where the slots
  /// are, by a table that tells each item's slot; what has none goes to one behind the last.
  private String parts(GraphBuilder graph, String near, String added, String slots) {
    String count = dimension(graph, slots, 1);
    String numbers =
        graph.op(
            "Range",
            graph.op("Squeeze", graph.longs(0)),
            graph.op("Squeeze", count),
            graph.op("Squeeze", graph.longs(1)));
    String empty = graph.op("Less", slots, graph.longs(0));
    String slotOf =
        graph.op(
            "ScatterElements",
            List.of(attribute("axis", 1)),
            graph.op("Expand", count, padded(graph, slots)),
            graph.op("Where", empty, graph.longs(items()), slots),
            graph.op("Expand", numbers, graph.op("Shape", slots)));
    String places =
        graph.op(
            "Reshape",
            graph.op("GatherElements", List.of(attribute("axis", 1)), slotOf, flat(graph, near)),
            graph.op("Shape", near));
    String room =
        graph.op(
            "Concat",
            List.of(attribute("axis", 0)),
            dimension(graph, near, 0),
            dimension(graph, near, 1),
            graph.op("Add", count, graph.longs(1)));
    String all =
        graph.op(
            "ScatterElements",
            List.of(attribute("axis", 2)),
            graph.op("Expand", graph.scalar(0), room),
            places,
            added);
    return graph.op(
        "Transpose",
        List.of(attribute("perm", List.of(0L, 2L, 1L))),
        graph.op("Slice", all, graph.longs(0), count, graph.longs(2)));
  }

  /// The shape [B, N + 1].
  private String padded(GraphBuilder graph, String batch) {
    return graph.op(
        "Concat",
        List.of(attribute("axis", 0)),
        dimension(graph, batch, 0),
        graph.longs(items() + 1L));
  }

  private static String dimension(GraphBuilder graph, String value, int axis) {
    return graph.op("Slice", graph.op("Shape", value), graph.longs(axis), graph.longs(axis + 1L));
  }

  private static String flat(GraphBuilder graph, String value) {
    return graph.op("Reshape", value, graph.longs(0, -1));
  }
}
