package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import io.waymark.model.scan.ScanPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The whole recommendation of a factor model in one graph: the user's vector from the history at
/// hand, scores of all items, the best of them, and why.
///
/// The vector solves `(P + λ R I + Σ w v vᵀ) x = Σ b v`, as training does for each user; [FoldIn]
/// says what `P`, which all users share, `R` and `b` are. The graph keeps item vectors in the
/// eigenbasis of `P` and divided by the roots of its eigenvalues `d`, which makes `P` the identity
/// and `λ R` a diagonal: with `U` the history's vectors times `√w` and `C = 1 + λ R / d`, the
/// scores are `V C⁻¹ Uᵀ a`, where `(I + U C⁻¹ Uᵀ) a = b / √w`. That system is as large as the
/// history, not as the vectors.
///
/// Conjugate gradients solve it in unrolled steps: the relative error stays below 1e-3 for
/// histories of up to a hundred items (a test holds it). Of such small matrices a runtime spends
/// its time on the number of operations, so there are as few as can be. A loop operator would need
/// a graph of its own per step and keep the runtime from planning memory.
///
/// The reason of a slot is the item of the history that adds most to its score: the same solve with
/// `U C⁻¹ v` of the slot on the right gives every item's part, up to `b / √w`. For the largest part
/// half the steps do: it is found rightly in 98 of 100 slots and more.
public final class FoldInGraph extends RecommenderGraph {
  /// Keeps 0 / 0 of a solved system from becoming no number.
  private static final float TINY = 1e-30f;

  /// Eigenvalues below this share of the largest are noise of single precision.
  private static final double NOISE = 1e-9;

  private final float[] vectors;
  private final int width;
  private final float[] gram;
  private final FoldIn equations;
  private final int items;

  /// A graph for these item vectors and settings.
  ///
  /// @param vectors of the items, row by row
  /// @param gram `VᵀV`
  public FoldInGraph(float[] vectors, int width, float[] gram, FoldIn equations) {
    this.vectors = vectors;
    this.width = width;
    this.gram = gram;
    this.equations = equations;
    this.items = vectors.length / width;
  }

  @Override
  int items() {
    return items;
  }

  @Override
  Scores scores(GraphBuilder graph, RecommenderInputs inputs) {
    Eigen shared = shared();
    float[] whitened = whitened(shared);
    float[] penalties = penalties(shared);
    int steps = new ConjugateGradients(whitened, width, penalties, equations).steps();
    String table = graph.tensor(whitened, items, width);
    RecommenderInputs.Told told = inputs.told(graph, items, equations.scale());
    String shrinkage = graph.tensor(penalties, 1, 1, width);
    Solve solve = solve(graph, shrinkage, table, told);
    String user = graph.op("MatMul", solve.of(graph, solve.pulls(), true, steps), solve.vectors());
    String scores =
        graph.op(
            "Gemm",
            List.of(attribute("transB", 1)),
            graph.op("Squeeze", user, graph.longs(1)),
            table);
    return new Scores(
        scores,
        told.any(graph),
        Optional.of(best -> parts(graph, table, best, solve, (steps + 1) / 2)),
        new ScanPlan.FoldIn(table, width, shrinkage, equations.scale(), equations.missing()));
  }

  /// What all users share, `P`; no eigenvalue is 0.
  private Eigen shared() {
    double[][] matrix = new double[width][width];
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        matrix[row][column] = (double) equations.a0() * gram[row * width + column];
      }
      matrix[row][row] += equations.sharedPenalty(items);
    }
    Eigen eigen = Eigen.of(matrix);
    double largest = 0;
    for (double value : eigen.values) {
      largest = Math.max(largest, value);
    }
    for (int at = 0; at < width; at++) {
      eigen.values[at] = Math.max(eigen.values[at], Math.max(NOISE * largest, TINY));
    }
    return eigen;
  }

  private float[] whitened(Eigen shared) {
    float[] whitened = new float[vectors.length];
    for (int axis = 0; axis < width; axis++) {
      double[] vector = shared.vectors[axis];
      double root = Math.sqrt(shared.values[axis]);
      for (int at = 0; at < vectors.length; at += width) {
        double sum = 0;
        for (int of = 0; of < width; of++) {
          sum += vector[of] * vectors[at + of];
        }
        whitened[at + axis] = (float) (sum / root);
      }
    }
    return whitened;
  }

  private static String parts(
      GraphBuilder graph, String table, String best, Solve solve, int steps) {
    String slots = graph.op("Gather", table, graph.op("Max", best, graph.longs(0)));
    String right = product(graph, slots, solve.vectors());
    return graph.op("Mul", solve.of(graph, right, false, steps), solve.pulls());
  }

  /// What one unit of `R` adds to each axis.
  private float[] penalties(Eigen shared) {
    float[] penalties = new float[width];
    for (int at = 0; at < width; at++) {
      penalties[at] = (float) (equations.lambda() / shared.values[at]);
    }
    return penalties;
  }

  private Solve solve(
      GraphBuilder graph, String penalties, String table, RecommenderInputs.Told told) {
    String counting =
        switch (equations.loss()) {
          case ALL_PAIRS -> told.weights();
          case MISSING_AS_ZERO -> graph.op("Sign", told.weights());
        };
    String total =
        graph.op(
            "Unsqueeze",
            graph.op("ReduceSum", List.of(attribute("keepdims", 1)), counting, graph.longs(1)),
            graph.longs(2));
    String shrinking = graph.op("Add", graph.op("Mul", total, penalties), graph.scalar(1));
    String roots = graph.op("Sqrt", told.weights());
    String weighted =
        graph.op(
            "Mul",
            graph.op("Gather", table, told.places()),
            graph.op("Unsqueeze", roots, graph.longs(2)));
    String shrunk = graph.op("Div", weighted, shrinking);
    String square =
        graph.op(
            "MatMul",
            graph.op("Transpose", List.of(attribute("perm", List.of(1L, 0L))), roots),
            roots);
    String system = graph.op("Add", product(graph, shrunk, weighted), graph.op("EyeLike", square));
    return new Solve(
        shrunk, graph.op("Unsqueeze", pulls(graph, counting, told, roots), graph.longs(1)), system);
  }

  /// `b / √w`, 0 for pads.
  private String pulls(
      GraphBuilder graph, String counting, RecommenderInputs.Told told, String roots) {
    return switch (equations.loss()) {
      case ALL_PAIRS -> roots;
      case MISSING_AS_ZERO ->
          graph.op(
              "Div",
              graph.op(
                  "Add", told.weights(), graph.op("Mul", counting, graph.scalar(equations.a0()))),
              graph.op("Max", roots, graph.scalar(TINY)));
    };
  }

  /// Products of all rows of the one with all of the other.
  private static String product(GraphBuilder graph, String left, String right) {
    return graph.op(
        "MatMul",
        left,
        graph.op("Transpose", List.of(attribute("perm", List.of(0L, 2L, 1L))), right));
  }

  /// The user's equations.
  ///
  /// @param vectors float[B, H, f] of the history, `U C⁻¹`
  /// @param pulls float[B, 1, H], `b / √w`
  /// @param system float[B, H, H], `I + U C⁻¹ Uᵀ`
  private record Solve(String vectors, String pulls, String system) {

    /// Solves for each row of float[B, R, H].
    ///
    /// @param one whether `R` is 1, which needs fewer operations
    String of(GraphBuilder graph, String right, boolean one, int steps) {
      List<String> lengths = new ArrayList<>();
      List<String> directions = new ArrayList<>();
      String rest = right;
      String direction = right;
      String norm = norm(graph, rest);
      for (int step = 1; step <= steps; step++) {
        String image = graph.op("MatMul", direction, system);
        // Nothing in the system is below the identity, so that this is never below the norm.
        String energy = graph.op("Max", inner(graph, direction, image, one), norm);
        String length = graph.op("Div", norm, energy);
        lengths.add(length);
        directions.add(direction);
        if (step < steps) {
          rest = graph.op("Sub", rest, graph.op("Mul", length, image));
          String next = norm(graph, rest);
          direction =
              graph.op("Add", rest, graph.op("Mul", graph.op("Div", next, norm), direction));
          norm = next;
        }
      }
      return one
          ? graph.op(
              "MatMul",
              graph.op("Concat", List.of(attribute("axis", 2)), lengths.toArray(String[]::new)),
              graph.op("Concat", List.of(attribute("axis", 1)), directions.toArray(String[]::new)))
          : graph.op(
              "Sum",
              IntStream.range(0, steps)
                  .mapToObj(at -> graph.op("Mul", lengths.get(at), directions.get(at)))
                  .toArray(String[]::new));
    }

    private static String norm(GraphBuilder graph, String rows) {
      String squares =
          graph.op(
              "ReduceSumSquare",
              List.of(attribute("axes", List.of(2L)), attribute("keepdims", 1)),
              rows);
      return graph.op("Max", squares, graph.scalar(TINY));
    }

    /// Of one row, one operation does.
    private static String inner(GraphBuilder graph, String left, String right, boolean one) {
      return one
          ? product(graph, left, right)
          : graph.op(
              "ReduceSum",
              List.of(attribute("keepdims", 1)),
              graph.op("Mul", left, right),
              graph.longs(2));
    }
  }
}
