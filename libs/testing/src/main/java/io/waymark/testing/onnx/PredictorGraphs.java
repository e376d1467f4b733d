package io.waymark.testing.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.List;

/// Predictors whose answers can be worked out by hand.
public final class PredictorGraphs {
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int STRING = 8;
  private static final int BOOL = 9;
  private static final int DOUBLE = 11;

  private PredictorGraphs() {}

  /// `features float32[batch,n]` → `score float32[batch,1]`: the sum of feature × weight.
  public static ModelProto.Builder linear(float... weights) {
    TensorProto.Builder matrix =
        TensorProto.newBuilder()
            .setName("weights")
            .setDataType(FLOAT)
            .addDims(weights.length)
            .addDims(1);
    for (float weight : weights) {
      matrix.addFloatData(weight);
    }
    return model(
        GraphProto.newBuilder()
            .setName("linear")
            .addInput(ToyGraph.value("features", FLOAT, "batch", weights.length))
            .addOutput(ToyGraph.value("score", FLOAT, "batch", 1))
            .addInitializer(matrix)
            .addNode(node("MatMul", List.of("features", "weights"), "score").setName("sum")));
  }

  /// A [#linear] model whose file has about `bytes` bytes.
  public static ModelProto.Builder linearOf(int bytes) {
    ModelProto.Builder model = linear(1, 2, 3, 4);
    model
        .getGraphBuilder()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("ballast")
                .setDataType(2)
                .addDims(bytes)
                .setRawData(ByteString.copyFrom(new byte[bytes])));
    return model;
  }

  /// Gives back what it takes: for each type an input `<type> <type>[batch,2]` and the output
  /// `same_<type>`.
  public static ModelProto.Builder echo() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("echo");
    echo(graph, "float32", FLOAT);
    echo(graph, "float64", DOUBLE);
    echo(graph, "int32", INT32);
    echo(graph, "int64", INT64);
    echo(graph, "bool", BOOL);
    echo(graph, "string", STRING);
    return model(graph);
  }

  /// `a float32[batch,1]` and `b float32[batch,1]` → `ratio`, infinite or no number where `b` is 0.
  public static ModelProto.Builder ratio() {
    return model(
        GraphProto.newBuilder()
            .setName("ratio")
            .addInput(ToyGraph.value("a", FLOAT, "batch", 1))
            .addInput(ToyGraph.value("b", FLOAT, "batch", 1))
            .addOutput(ToyGraph.value("ratio", FLOAT, "batch", 1))
            .addNode(node("Div", List.of("a", "b"), "ratio")));
  }

  /// `place int64[batch]` → `value float32[batch]`: the values 10, 20 and 30 stand at 0 to 2; the
  /// node `look_up` fails for any other place.
  public static ModelProto.Builder table() {
    return model(
        GraphProto.newBuilder()
            .setName("table")
            .addInput(ToyGraph.value("place", INT64, "batch"))
            .addOutput(ToyGraph.value("value", FLOAT, "batch"))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("values")
                    .setDataType(FLOAT)
                    .addDims(3)
                    .addFloatData(10)
                    .addFloatData(20)
                    .addFloatData(30))
            .addNode(node("Gather", List.of("values", "place"), "value").setName("look_up")));
  }

  /// `shape int64[2]` → `zeros float32` of that shape.
  public static ModelProto.Builder zeros() {
    return model(
        GraphProto.newBuilder()
            .setName("zeros")
            .addInput(ToyGraph.value("shape", INT64, 2))
            .addOutput(ToyGraph.value("zeros", FLOAT, "rows", "columns"))
            .addNode(node("ConstantOfShape", List.of("shape"), "zeros")));
  }

  /// `x float32[batch,1]` → `y`, after a loop that never ends.
  public static ModelProto.Builder endless() {
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .setName("round")
            .addInput(ToyGraph.value("round", INT64))
            .addInput(ToyGraph.value("again", BOOL))
            .addInput(ToyGraph.value("before", FLOAT, "batch", 1))
            .addOutput(ToyGraph.value("again_too", BOOL))
            .addOutput(ToyGraph.value("after", FLOAT, "batch", 1))
            .addNode(node("Identity", List.of("again"), "again_too"))
            .addNode(node("Neg", List.of("before"), "after"));
    return model(
        GraphProto.newBuilder()
            .setName("endless")
            .addInput(ToyGraph.value("x", FLOAT, "batch", 1))
            .addOutput(ToyGraph.value("y", FLOAT, "batch", 1))
            .addInitializer(
                TensorProto.newBuilder().setName("true").setDataType(BOOL).addInt32Data(1))
            .addNode(
                node("Loop", List.of("", "true", "x"), "y")
                    .setName("forever")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("body")
                            .setType(AttributeProto.AttributeType.GRAPH)
                            .setG(body))));
  }

  /// `x float32[batch,heads,places,4]` and `mask float32[batch,1,1,places]` → `y` like `x`: layers
  /// of attention without weights, each of which expands the mask to `[heads,places,places]` while
  /// it runs.
  public static ModelProto.Builder transformer(int layers, int heads, int places) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("transformer")
            .addInput(ToyGraph.value("x", FLOAT, "batch", heads, places, 4))
            .addInput(ToyGraph.value("mask", FLOAT, "batch", 1, 1, places))
            .addOutput(ToyGraph.value("y", FLOAT, "batch", heads, places, 4))
            .addInitializer(longs("whole", 1, heads, places, places));
    String x = "x";
    for (int layer = 0; layer < layers; layer++) {
      String next = layer == layers - 1 ? "y" : "x" + layer;
      graph
          .addNode(
              node("Transpose", List.of(x), "keys" + layer)
                  .addAttribute(
                      AttributeProto.newBuilder()
                          .setName("perm")
                          .setType(AttributeProto.AttributeType.INTS)
                          .addAllInts(List.of(0L, 1L, 3L, 2L))))
          .addNode(node("MatMul", List.of(x, "keys" + layer), "products" + layer))
          .addNode(node("Expand", List.of("mask", "whole"), "masks" + layer))
          .addNode(node("Add", List.of("products" + layer, "masks" + layer), "scores" + layer))
          .addNode(node("Softmax", List.of("scores" + layer), "shares" + layer))
          .addNode(node("MatMul", List.of("shares" + layer, x), next));
      x = next;
    }
    return model(graph);
  }

  /// `x float32[batch,1]` → `y float32[batch,1]`, by way of a tensor of about `values` values that
  /// the operator makes of constants which no reader of the file sees as such: `ConstantOfShape`,
  /// `Range`, `OneHot`, `Pad`, or `Tile`, which repeats `x` itself.
  public static ModelProto.Builder wasteful(String operator, long values) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("wasteful")
            .addInput(ToyGraph.value("x", FLOAT, "batch", 1))
            .addOutput(ToyGraph.value("y", FLOAT, "batch", 1))
            .addInitializer(longs("shown", values))
            .addNode(node("Identity", List.of("shown"), "many"));
    switch (operator) {
      case "ConstantOfShape" -> graph.addNode(node(operator, List.of("many"), "made"));
      case "Range" ->
          graph
              .addInitializer(scalar("zero", 0))
              .addInitializer(scalar("one", 1))
              .addNode(node("Squeeze", List.of("many"), "end"))
              .addNode(node(operator, List.of("zero", "end", "one"), "numbers"))
              .addNode(cast("numbers", "made"));
      case "OneHot" ->
          graph
              .addInitializer(longs("places", 0))
              .addInitializer(longs("off_on", 0, 1))
              .addNode(node(operator, List.of("places", "many", "off_on"), "numbers"))
              .addNode(cast("numbers", "made"));
      case "Pad" ->
          graph
              .addInitializer(longs("none", 0))
              .addInitializer(longs("single", 1))
              .addNode(cast("single", "narrow"))
              .addNode(
                  node("Concat", List.of("none", "many"), "pads").addAttribute(number("axis", 0)))
              .addNode(node(operator, List.of("narrow", "pads"), "made"));
      case "Tile" ->
          graph
              .addInitializer(longs("once", 1))
              .addNode(
                  node("Concat", List.of("once", "many"), "repeats")
                      .addAttribute(number("axis", 0)))
              .addNode(node(operator, List.of("x", "repeats"), "made"));
      default -> throw new IllegalArgumentException("no wasteful graph of " + operator);
    }
    return model(
        graph
            .addNode(
                node("ReduceMax", List.of("made"), "greatest").addAttribute(number("keepdims", 0)))
            .addNode(node("Add", List.of("x", "greatest"), "y")));
  }

  /// A [#wasteful] graph of `Tile` that also looks `x` up in a table of one value, by a node of
  /// that name, which fails on ones.
  public static ModelProto.Builder failingOnOnes(ByteString name, long values) {
    ModelProto.Builder model = wasteful("Tile", values);
    model
        .getGraphBuilder()
        .addOutput(ToyGraph.value("found", FLOAT, "batch", 1))
        .addInitializer(
            TensorProto.newBuilder().setName("table").setDataType(FLOAT).addDims(1).addFloatData(7))
        .addNode(node("Cast", List.of("x"), "place").addAttribute(number("to", INT64)))
        .addNode(node("Gather", List.of("table", "place"), "found").setNameBytes(name));
    return model;
  }

  private static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor = scalar(name).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static TensorProto scalar(String name, long value) {
    return scalar(name).addInt64Data(value).build();
  }

  private static TensorProto.Builder scalar(String name) {
    return TensorProto.newBuilder().setName(name).setDataType(INT64);
  }

  private static NodeProto.Builder cast(String from, String to) {
    return node("Cast", List.of(from), to).addAttribute(number("to", FLOAT));
  }

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static void echo(GraphProto.Builder graph, String name, int type) {
    graph
        .addInput(ToyGraph.value(name, type, "batch", 2))
        .addOutput(ToyGraph.value("same_" + name, type, "batch", 2))
        .addNode(node("Identity", List.of(name), "same_" + name));
  }

  private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output);
  }

  private static ModelProto.Builder model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph);
  }
}
