package io.waymark.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.waymark.model.HostileGraphs.Hostile;
import io.waymark.testing.onnx.ToyGraph;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Graphs over four items that look like recommenders and are none, under the names of their
/// faults.
final class HostileRecommenders {
  static final int ITEMS = Packages.SIMILARITY.length;

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int BOOL = 9;
  private static final int DOUBLE = 11;

  private HostileRecommenders() {}

  static List<Hostile> all() {
    return List.of(
        new Hostile(
            "fewer items than are listed",
            ToyGraph.of(new float[][] {{1, 2}, {3, 4}}).build().toByteArray(),
            "its input 'allowed' is of 2 items; items.jsonl.gz lists 4"),
        graph(
            "fewer items than are listed, unsaid",
            ToyGraph.of(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}),
            graph -> graph.getInputBuilder(2).setType(type(BOOL, 1, -1)),
            "failed for an empty history"),
        graph(
            "no input that says what is allowed",
            graph ->
                graph
                    .removeInput(2)
                    .addInitializer(
                        TensorProto.newBuilder()
                            .setName("allowed")
                            .setDataType(BOOL)
                            .addDims(1)
                            .addDims(1)
                            .addInt32Data(1)),
            "has no input 'allowed' (bool[?,?])"),
        graph(
            "an input that nobody gives",
            graph -> graph.addInput(graph.getInput(3).toBuilder().setName("mood")),
            "needs the input 'mood', which nobody gives"),
        graph(
            "weights of another type",
            graph ->
                graph
                    .addNode(cast("weights", FLOAT, "narrow"))
                    .setNode(2, node("Unsqueeze", "columns", "narrow", "two"))
                    .getInputBuilder(1)
                    .setType(type(DOUBLE, 1, -1)),
            "its input 'weights' is float64, not float32[?,?]"),
        graph(
            "histories of one length",
            graph -> graph.getInputBuilder(0).setType(type(INT64, 1, 50)),
            "its input 'history' is int64[1,50]: leave its second size open"),
        graph(
            "two users at a time",
            graph -> graph.getInputBuilder(1).setType(type(FLOAT, 2, -1)),
            "its input 'weights' is float32[2,?], which a float32[?,?] cannot be given to"),
        graph("no scores", graph -> graph.removeOutput(1), "has no output 'scores' (float32[?,?])"),
        graph(
            "scores of another type",
            graph -> {
              graph.getOutputBuilder(1).setType(type(DOUBLE, 1, -1));
              replace(graph, "scores", cast("honest", DOUBLE, "scores"));
            },
            "its output 'scores' is float64, not float32[?,?]"),
        output(
            "scores of another shape",
            "scores",
            node("Squeeze", "scores", "honest"),
            "its output 'scores' came as [4] for an empty history, where 'items' has [1, 4]"),
        graph(
            "more than was wanted",
            graph -> {
              graph.addInitializer(longs("all", ITEMS));
              replaceInput(graph, "TopK", 1, "all");
            },
            "its output 'items' came as [1, 4] for one item wanted; with a count of 1"),
        output(
            "items that there are not",
            "items",
            node("Sub", "items", "absent", "honest"),
            "for an empty history: an item is 0 to 3, or -1"),
        graph(
            "-2 where there is no item",
            graph -> graph.getInitializerBuilder(4).setInt64Data(0, -2),
            "its output 'items' holds -2 for every second item forbidden: an item is 0 to 3, or -1"),
        graph(
            "forbidden items",
            graph -> replaceInput(graph, "TopK", 0, "sums"),
            "for every second item forbidden: 'allowed' forbids it"),
        output(
            "one item again and again",
            "items",
            node("Mul", "items", "honest", "zero"),
            "its output 'items' holds 0 for an empty history: it stands there twice"),
        graph(
            "items after the end",
            graph -> {
              graph.addInitializer(
                  TensorProto.newBuilder()
                      .setName("kept")
                      .setDataType(BOOL)
                      .addDims(ITEMS)
                      .addAllInt32Data(List.of(1, 0, 1, 1)));
              replace(graph, "items", node("Where", "items", "kept", "honest", "absent"));
            },
            "it stands after a -1"),
        output(
            "scores that rise",
            "scores",
            node("Neg", "scores", "honest"),
            "for a history of one item: the best come first"),
        output(
            "scores that are no numbers",
            "scores",
            node("Div", "scores", "honest", "honest"),
            "its output 'scores' holds NaN for an empty history: no number to rank by"),
        output(
            "causes that nobody met",
            "because",
            node("Sub", "because", "honest", "absent"),
            "its output 'because' holds 0 for an empty history: neither -1 nor an item"),
        graph(
            "dice",
            graph -> {
              replace(graph, "scores", node("Add", "scores", "honest", "dice"));
              graph.addNode(
                  node("RandomUniform", "dice")
                      .addAttribute(
                          AttributeProto.newBuilder()
                              .setName("shape")
                              .setType(AttributeProto.AttributeType.INTS)
                              .addInts(1)));
            },
            "answers the same question in two ways, for an empty history"),
        graph(
            "a loop without end",
            graph -> {
              replace(graph, "sums", endless("honest", "sums"));
              graph.addInitializer(
                  TensorProto.newBuilder().setName("true").setDataType(BOOL).addInt32Data(1));
            },
            "was still running after 200 ms for an empty history"),
        graph(
            "data in another file",
            graph ->
                graph
                    .getInitializerBuilder(0)
                    .clearFloatData()
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(
                        StringStringEntryProto.newBuilder()
                            .setKey("location")
                            .setValue("/etc/passwd")),
            "keeps the data of tensor 'similarity' in another file"));
  }

  private static Hostile graph(
      String fault, ModelProto.Builder model, Consumer<GraphProto.Builder> change, String reason) {
    change.accept(model.getGraphBuilder());
    return new Hostile(fault, model.build().toByteString(), reason);
  }

  private static Hostile graph(String fault, Consumer<GraphProto.Builder> change, String reason) {
    return graph(fault, ToyGraph.of(Packages.SIMILARITY), change, reason);
  }

  /// Has `node` give an output, of what the graph gave, which is called `honest` then.
  private static Hostile output(
      String fault, String output, NodeProto.Builder node, String reason) {
    return graph(fault, graph -> replace(graph, output, node), reason);
  }

  /// Nodes in the order that ONNX wants do not matter to ONNX Runtime.
  private static void replace(GraphProto.Builder graph, String tensor, NodeProto.Builder node) {
    for (NodeProto.Builder each : graph.getNodeBuilderList()) {
      for (int at = 0; at < each.getOutputCount(); at++) {
        if (each.getOutput(at).equals(tensor)) {
          each.setOutput(at, "honest");
        }
      }
      for (int at = 0; at < each.getInputCount(); at++) {
        if (each.getInput(at).equals(tensor) && !tensor.equals("sums")) {
          each.setInput(at, "honest");
        }
      }
    }
    graph.addNode(node);
  }

  private static void replaceInput(
      GraphProto.Builder graph, String operator, int at, String tensor) {
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals(operator))
        .forEach(node -> node.setInput(at, tensor));
  }

  private static NodeProto.Builder endless(String from, String to) {
    ValueInfoProto.Builder state = ValueInfoProto.newBuilder().setType(type(FLOAT, -1, ITEMS));
    ValueInfoProto.Builder flag = ValueInfoProto.newBuilder().setType(type(BOOL));
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("round")
            .addInput(ValueInfoProto.newBuilder().setName("round").setType(type(INT64)))
            .addInput(flag.setName("again"))
            .addInput(state.setName("before"))
            .addOutput(flag.setName("again_too"))
            .addOutput(state.setName("after"))
            .addNode(node("Identity", "again_too", "again"))
            .addNode(node("Neg", "after", "before"));
    return node("Loop", to, "", "true", from)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("body")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body));
  }

  private static NodeProto.Builder cast(String from, int type, String to) {
    return node("Cast", to, from).addAttribute(number("to", type));
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return tensor.build();
  }

  /// @param shape -1 where open
  private static TypeProto type(int element, long... shape) {
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(element).getShapeBuilder();
    for (long size : shape) {
      if (size < 0) {
        type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder();
      } else {
        type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimValue(size);
      }
    }
    return type.build();
  }
}
