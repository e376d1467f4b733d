package io.waymark.training.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Puts a graph together, value by value. A value is known by its name; each operation returns the
/// name of what it makes.
final class GraphBuilder {
  private static final int OPSET = 17;

  /// The oldest format that has this opset.
  private static final int IR_VERSION = 8;

  static final int FLOAT = OnnxMl.TensorProto.DataType.FLOAT_VALUE;
  static final int INT32 = OnnxMl.TensorProto.DataType.INT32_VALUE;
  static final int INT64 = OnnxMl.TensorProto.DataType.INT64_VALUE;
  static final int BOOL = OnnxMl.TensorProto.DataType.BOOL_VALUE;

  private final OnnxMl.GraphProto.Builder graph;
  private int values;

  GraphBuilder(String name) {
    graph = OnnxMl.GraphProto.newBuilder().setName(name);
  }

  /// Declares an input.
  ///
  /// @param dimensions numbers, or names of what only the caller knows
  String input(String name, int type, String... dimensions) {
    graph.addInput(value(name, type, dimensions));
    return name;
  }

  void output(String value, String name, int type, String... dimensions) {
    graph.addNode(node("Identity", value).addOutput(name));
    graph.addOutput(value(name, type, dimensions));
  }

  String op(String operator, String... inputs) {
    return op(operator, List.of(), inputs);
  }

  String op(String operator, List<OnnxMl.AttributeProto> attributes, String... inputs) {
    return ops(operator, 1, attributes, inputs).getFirst();
  }

  /// An operation with several outputs.
  List<String> ops(
      String operator, int outputs, List<OnnxMl.AttributeProto> attributes, String... inputs) {
    OnnxMl.NodeProto.Builder node = node(operator, inputs).addAllAttribute(attributes);
    List<String> names = java.util.stream.Stream.generate(this::next).limit(outputs).toList();
    graph.addNode(node.addAllOutput(names));
    return names;
  }

  static OnnxMl.AttributeProto attribute(String name, long value) {
    return OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static OnnxMl.AttributeProto attribute(String name, String value) {
    return OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static OnnxMl.AttributeProto attribute(String name, List<Long> values) {
    return OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  String scalar(float value) {
    return tensor(new float[] {value});
  }

  String longs(long... values) {
    String name = next();
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /// A constant; without dimensions a scalar.
  String tensor(float[] values, long... dimensions) {
    return tensor(new float[][] {values}, dimensions);
  }

  /// A constant of the rows one after the other.
  String tensor(float[][] rows, long... dimensions) {
    int count = 0;
    for (float[] row : rows) {
      count = Math.addExact(count, row.length);
    }
    ByteBuffer bytes = room(count);
    for (float[] row : rows) {
      bytes.asFloatBuffer().put(row);
      bytes.position(bytes.position() + 4 * row.length);
    }
    return constant(FLOAT, bytes.flip(), dimensions);
  }

  /// A constant of 32-bit whole numbers.
  String ints(int[] values, long... dimensions) {
    ByteBuffer bytes = room(values.length);
    bytes.asIntBuffer().put(values);
    return constant(INT32, bytes, dimensions);
  }

  private static ByteBuffer room(int count) {
    return ByteBuffer.allocate(Math.multiplyExact(4, count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(int type, ByteBuffer bytes, long... dimensions) {
    String name = next();
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    graph.addInitializer(tensor);
    return name;
  }

  byte[] bytes() {
    return model().toByteArray();
  }

  private OnnxMl.ModelProto model() {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("waymark")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      CodedOutputStream coded = CodedOutputStream.newInstance(out, 1 << 16);
      model().writeTo(coded);
      coded.flush();
    }
  }

  private String next() {
    return "v" + values++;
  }

  private static OnnxMl.NodeProto.Builder node(String operator, String... inputs) {
    return OnnxMl.NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs));
  }

  private static OnnxMl.ValueInfoProto value(String name, int type, String... dimensions) {
    OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
    for (String dimension : dimensions) {
      OnnxMl.TensorShapeProto.Dimension.Builder each = shape.addDimBuilder();
      if (Character.isDigit(dimension.charAt(0))) {
        each.setDimValue(Long.parseLong(dimension));
      } else {
        each.setDimParam(dimension);
      }
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }
}
