package io.waymark.testing.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A recommender whose scores can be worked out by hand: the score of an item is the sum over the
/// history of weight × similarity, and `because` is the item of the largest such product.
public final class ToyGraph {
  /// The constant that holds the matrix.
  public static final String SIMILARITY = "similarity";

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int BOOL = 9;

  private ToyGraph() {}

  /// The model over as many items as `similarity` has rows.
  ///
  /// @param similarity square; row = item of the history, column = item to score
  public static ModelProto.Builder of(float[][] similarity) {
    int items = similarity.length;
    TensorProto.Builder matrix = TensorProto.newBuilder().setName(SIMILARITY).setDataType(FLOAT);
    matrix.addDims(items).addDims(items);
    ByteBuffer raw = ByteBuffer.allocate(4 * items * items).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : similarity) {
      for (float value : row) {
        raw.putFloat(value);
      }
    }
    matrix.setRawData(ByteString.copyFrom(raw.flip()));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("toy")
            .addInitializer(matrix)
            .addInitializer(longs("zero", List.of(), 0))
            .addInitializer(longs("two", List.of(1L), 2))
            .addInitializer(longs("one", List.of(1L), 1))
            .addInitializer(longs("absent", List.of(), -1))
            .addInitializer(
                TensorProto.newBuilder().setName("lowest").setDataType(FLOAT).addFloatData(-1e30f));
    graph.addInput(value("history", INT64, "B", "H"));
    graph.addInput(value("weights", FLOAT, "B", "H"));
    graph.addInput(value("allowed", BOOL, "M", items));
    graph.addInput(value("count", INT64, 1));
    graph.addOutput(value("items", INT64, "B", "K"));
    graph.addOutput(value("scores", FLOAT, "B", "K"));
    graph.addOutput(value("because", INT64, "B", "K"));
    nodes().forEach(graph::addNode);
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph);
  }

  /// Such a model that also makes a tensor of so many values, which no reader of the file sees, and
  /// adds its greatest, 0, to every score.
  public static ModelProto.Builder wasteful(float[][] similarity, long values) {
    ModelProto.Builder model = of(similarity);
    GraphProto.Builder graph = model.getGraphBuilder();
    graph.getNodeBuilderList().stream()
        .filter(each -> each.getOpType().equals("ReduceSum"))
        .forEach(each -> each.setOutput(0, "lean"));
    graph
        .addInitializer(longs("shown", List.of(1L), values))
        .addNode(node("Identity", List.of("shown"), "many"))
        .addNode(node("ConstantOfShape", List.of("many"), "made"))
        .addNode(node("ReduceMax", List.of("made"), "greatest", attribute("keepdims", 0)))
        .addNode(node("Add", List.of("lean", "greatest"), "sums"));
    return model;
  }

  private static List<NodeProto> nodes() {
    List<NodeProto> nodes = new ArrayList<>();
    nodes.add(node("Max", List.of("history", "zero"), "gathered"));
    nodes.add(node("Gather", List.of(SIMILARITY, "gathered"), "rows", attribute("axis", 0)));
    nodes.add(node("Unsqueeze", List.of("weights", "two"), "columns"));
    nodes.add(node("Mul", List.of("rows", "columns"), "parts"));
    nodes.add(node("ReduceSum", List.of("parts", "one"), "sums", attribute("keepdims", 0)));
    nodes.add(node("Where", List.of("allowed", "sums", "lowest"), "masked"));
    nodes.add(
        NodeProto.newBuilder()
            .setOpType("TopK")
            .addInput("masked")
            .addInput("count")
            .addOutput("scores")
            .addOutput("found")
            .build());
    nodes.add(node("Greater", List.of("scores", "lowest"), "matching"));
    nodes.add(node("Where", List.of("matching", "found", "absent"), "items"));
    nodes.add(
        node(
            "ArgMax",
            List.of("parts"),
            "strongest",
            attribute("axis", 1),
            attribute("keepdims", 0)));
    nodes.add(
        node("GatherElements", List.of("history", "strongest"), "causes", attribute("axis", 1)));
    nodes.add(node("GatherElements", List.of("causes", "found"), "because", attribute("axis", 1)));
    return nodes;
  }

  private static NodeProto node(
      String operator, List<String> inputs, String output, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(inputs)
        .addOutput(output)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto longs(String name, List<Long> shape, long value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(INT64)
        .addAllDims(shape)
        .addInt64Data(value)
        .build();
  }

  static ValueInfoProto value(String name, int type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      if (dimension instanceof Integer size) {
        shape.addDimBuilder().setDimValue(size);
      } else {
        shape.addDimBuilder().setDimParam(dimension.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }
}
