package io.waymark.training.onnx;

import static io.waymark.training.onnx.GraphBuilder.attribute;

import java.util.List;
import java.util.Optional;

/// The inputs every recommender graph declares, and the part they share: from scores to the outputs
/// `items` and `scores`.
///
/// @param history item positions, oldest first, −1 pads
/// @param allowed which items may come
/// @param count how many are wanted
/// @param shares float[B, H], what of each weight counts; empty: all of it
record RecommenderInputs(
    String history, String weights, String allowed, String count, Optional<String> shares) {
  static RecommenderInputs declare(GraphBuilder graph, int items) {
    return new RecommenderInputs(
        graph.input("history", GraphBuilder.INT64, "B", "H"),
        graph.input("weights", GraphBuilder.FLOAT, "B", "H"),
        graph.input("allowed", GraphBuilder.BOOL, "M", Integer.toString(items)),
        graph.input("count", GraphBuilder.INT64, "1"),
        Optional.empty());
  }

  RecommenderInputs sharing(String parts) {
    return new RecommenderInputs(history, weights, allowed, count, Optional.of(parts));
  }

  /// bool[B, H]: what is neither padded nor out of range.
  String known(GraphBuilder graph, int items) {
    return graph.op(
        "And",
        graph.op("GreaterOrEqual", history, graph.longs(0)),
        graph.op("Less", history, graph.longs(items)));
  }

  /// What of the history counts.
  ///
  /// @param places int64[B, H], 0 where nothing counts
  /// @param weights float[B, H], 0 there
  record Told(String places, String weights) {
    /// bool[B, 1]: whether anything counts.
    String any(GraphBuilder graph) {
      String total =
          graph.op("ReduceSum", List.of(attribute("keepdims", 1)), weights, graph.longs(1));
      return graph.op("Greater", total, graph.scalar(0));
    }
  }

  /// @param scale what weights are multiplied with; 0: every positive weight counts 1
  Told told(GraphBuilder graph, int items, float scale) {
    String known = known(graph, items);
    String whole =
        scale == 0
            ? graph.op(
                "Cast",
                List.of(attribute("to", GraphBuilder.FLOAT)),
                graph.op("Greater", weights, graph.scalar(0)))
            : graph.op("Mul", graph.op("Max", weights, graph.scalar(0)), graph.scalar(scale));
    String strength = shares.map(share -> graph.op("Mul", whole, share)).orElse(whole);
    return new Told(
        graph.op("Where", known, history, graph.longs(0)),
        graph.op("Where", known, strength, graph.scalar(0)));
  }

  /// Declares `items` and `scores`: the best `count` of what may come, −1 and 0 where there are
  /// fewer.
  ///
  /// @param scores float[B, N]
  /// @param mask bool[B, N] or bool[1, N]
  /// @return what `items` is
  String answer(GraphBuilder graph, int items, String scores, String mask) {
    String none = graph.scalar(Float.NEGATIVE_INFINITY);
    String open = graph.op("Where", mask, scores, none);
    String most = graph.op("Min", count, graph.longs(items));
    List<String> best = graph.ops("TopK", 2, List.of(attribute("axis", 1)), open, most);
    String found = graph.op("Greater", best.getFirst(), none);
    String missing = graph.op("Sub", count, most);
    String pads = graph.op("Concat", List.of(attribute("axis", 0)), graph.longs(0, 0, 0), missing);
    String rankedItems =
        graph.op(
            "Pad",
            graph.op("Where", found, best.getLast(), graph.longs(-1)),
            pads,
            graph.op("Squeeze", graph.longs(-1)));
    String rankedScores =
        graph.op(
            "Pad",
            graph.op("Where", found, best.getFirst(), graph.scalar(0)),
            pads,
            graph.scalar(0));
    graph.output(rankedItems, "items", GraphBuilder.INT64, "B", "K");
    graph.output(rankedScores, "scores", GraphBuilder.FLOAT, "B", "K");
    return rankedItems;
  }
}
