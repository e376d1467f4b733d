package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import io.waymark.model.scan.ScanPlan;
import java.util.List;
import java.util.Optional;

/// Scores by a whole item-item matrix `M`: `Σ_h w_h M[h]`, over the items `h` of the history. What
/// one of them adds to a score is `w_h M[h][item]`.
public final class ItemWeightsGraph extends RecommenderGraph {
  private final float[][] matrix;
  private final float scale;
  private final boolean abstains;

  /// A graph for this matrix.
  ///
  /// @param matrix row by row; a row is what an item of the history says about all items
  /// @param scale what weights are multiplied with; 0: every positive weight counts 1
  /// @param abstains whether items whose score is not above 0 are not recommended
  public ItemWeightsGraph(float[][] matrix, float scale, boolean abstains) {
    this.matrix = matrix;
    this.scale = scale;
    this.abstains = abstains;
  }

  @Override
  int items() {
    return matrix.length;
  }

  @Override
  Scores scores(GraphBuilder graph, RecommenderInputs inputs) {
    RecommenderInputs.Told told = inputs.told(graph, items(), scale);
    String table = graph.tensor(matrix, items(), items());
    String rows = graph.op("Gather", table, told.places());
    String weights = graph.op("Unsqueeze", told.weights(), graph.longs(1));
    String sums = graph.op("Squeeze", graph.op("MatMul", weights, rows), graph.longs(1));
    String scores = abstains ? graph.op("Relu", sums) : sums;
    return new Scores(
        scores,
        abstains ? graph.op("Greater", scores, graph.scalar(0)) : told.any(graph),
        Optional.of(slots -> parts(graph, rows, weights, slots)),
        new ScanPlan.ItemWeights(table, scale, abstains));
  }

  /// float[B, K, H].
  private static String parts(GraphBuilder graph, String rows, String weights, String slots) {
    String columns = graph.op("Unsqueeze", graph.op("Max", slots, graph.longs(0)), graph.longs(1));
    String lengths = graph.op("Slice", graph.op("Shape", rows), graph.longs(0), graph.longs(2));
    String shape =
        graph.op(
            "Concat",
            List.of(attribute("axis", 0)),
            lengths,
            graph.op("Slice", graph.op("Shape", slots), graph.longs(1), graph.longs(2)));
    String chosen =
        graph.op(
            "GatherElements",
            List.of(attribute("axis", 2)),
            rows,
            graph.op("Expand", columns, shape));
    return graph.op(
        "Mul",
        graph.op("Transpose", List.of(attribute("perm", List.of(0L, 2L, 1L))), chosen),
        weights);
  }
}
