package io.waymark.model;

import java.nio.ByteBuffer;

/// A graph of three nodes, as protobuf has it: the products of one vector of bytes with the rows of
/// a constant, and of each group of rows the largest. The constant, a number of each row after the
/// other, stands at the end.
final class PackedGraph {
  static final String VECTOR = "vector";
  static final String PRODUCTS = "products";
  static final String LARGEST = "largest";

  private static final String ROWS = "rows";
  private static final String ZERO = "zero";
  private static final String GROUPS = "groups";
  private static final String BY_GROUP = "products by group";

  private static final int OPSET = 17;

  /// The oldest format that has this opset.
  private static final int IR_VERSION = 8;

  // Types of ONNX's elements.
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;
  private static final int INT64 = 7;

  // Fields of a tensor.
  private static final int DIMENSION = 1;
  private static final int TYPE = 2;
  private static final int INT32S = 5;
  private static final int INT64S = 7;
  private static final int NAME = 8;
  private static final int RAW = 9;

  // Fields of a graph, and of a model.
  private static final int NODE = 1;
  private static final int CONSTANT = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;
  private static final int GRAPH = 7;

  // Fields of an attribute.
  private static final int INTEGER = 3;
  private static final int ATTRIBUTE_TYPE = 20;
  private static final int IS_INTEGER = 2;
  private static final int INTEGERS = 8;
  private static final int ARE_INTEGERS = 7;

  private PackedGraph() {}

  /// All but the constant's numbers, which follow: byte\[width, rows\], with signs.
  ///
  /// @param group so many rows are one; their number is a multiple of it
  /// @param zero what stands for 0 in the vector, whose numbers have no sign
  static byte[] head(int rows, int width, int group, int zero) {
    long numbers = (long) rows * width;
    byte[] constant =
        new WireOut()
            .number(DIMENSION, width)
            .number(DIMENSION, rows)
            .number(TYPE, INT8)
            .text(NAME, ROWS)
            .head(RAW, numbers)
            .bytes();
    byte[] graph =
        new WireOut()
            .message(NODE, node("MatMulInteger", PRODUCTS, VECTOR, ROWS, ZERO))
            .message(NODE, node("Reshape", BY_GROUP, PRODUCTS, GROUPS))
            .message(
                NODE, node("ReduceMax", LARGEST, BY_GROUP).message(5, last()).message(5, cut()))
            .text(2, PRODUCTS)
            .message(CONSTANT, scalar(zero))
            .message(CONSTANT, shape(rows / group, group))
            .message(INPUT, value(VECTOR, UINT8, width))
            .message(OUTPUT, value(PRODUCTS, INT32, rows))
            .message(OUTPUT, value(LARGEST, INT32, rows / group))
            .head(CONSTANT, constant.length + numbers)
            .bytes();
    byte[] model =
        new WireOut()
            .number(1, IR_VERSION)
            .message(8, new WireOut().number(2, OPSET))
            .head(GRAPH, graph.length + constant.length + numbers)
            .bytes();
    return ByteBuffer.allocate(model.length + graph.length + constant.length)
        .put(model)
        .put(graph)
        .put(constant)
        .array();
  }

  private static WireOut node(String operator, String output, String... inputs) {
    WireOut node = new WireOut();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operator);
  }

  /// The axis within groups.
  private static WireOut last() {
    return new WireOut().text(1, "axes").number(INTEGERS, 2).number(ATTRIBUTE_TYPE, ARE_INTEGERS);
  }

  /// That axis goes.
  private static WireOut cut() {
    return new WireOut().text(1, "keepdims").number(INTEGER, 0).number(ATTRIBUTE_TYPE, IS_INTEGER);
  }

  private static WireOut scalar(int value) {
    return new WireOut().number(TYPE, UINT8).text(NAME, ZERO).number(INT32S, value);
  }

  private static WireOut shape(int groups, int group) {
    return new WireOut()
        .number(DIMENSION, 3)
        .number(TYPE, INT64)
        .text(NAME, GROUPS)
        .number(INT64S, 1)
        .number(INT64S, groups)
        .number(INT64S, group);
  }

  /// A matrix of one row.
  private static WireOut value(String name, int type, int columns) {
    WireOut shape =
        new WireOut()
            .message(1, new WireOut().number(1, 1))
            .message(1, new WireOut().number(1, columns));
    WireOut tensor = new WireOut().number(1, type).message(2, shape);
    return new WireOut().text(1, name).message(2, new WireOut().message(1, tensor));
  }
}
