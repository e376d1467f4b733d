package io.waymark.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A graph, as protobuf has it, of the products of some vectors of bytes with the rows of
/// constants, of which the largest of each group of rows comes out. Of each constant there are
/// three nodes: `MatMulInteger`, and `Reshape` and `ReduceMax` over groups whose rows stand apart,
/// so that the largest of many groups is found at a time.
final class ProductsGraph {
  /// uint8\[vectors, width\].
  static final String VECTORS = "vectors";

  /// int32\[vectors, stretches, apart\]: group by group.
  static final String LARGEST = "largest";

  private static final String ZERO = "zero";
  private static final String GROUPS = "groups";

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

  // Fields of a node and of its attributes, and these attributes' types.
  private static final int ATTRIBUTE = 5;
  private static final int INTEGER = 3;
  private static final int INTEGERS = 8;
  private static final int ATTRIBUTE_TYPE = 20;
  private static final int IS_INTEGER = 2;
  private static final int ARE_INTEGERS = 7;

  private ProductsGraph() {}

  /// Writes the numbers of a constant.
  interface Writing {
    /// Writes all of one.
    ///
    /// @param to byte\[width, rows\], with signs
    void write(int constant, MemorySegment to);
  }

  /// The graph of so many constants.
  ///
  /// @param rows of each constant, a multiple of `group` times `apart`
  /// @param group so many rows are one
  /// @param apart so far from each other the rows of a group stand
  /// @param zero what stands for 0 in the vectors, whose numbers have no sign
  static MemorySegment of(
      Arena arena, List<Integer> rows, int width, int group, int apart, int zero, Writing writing) {
    List<byte[]> heads = new ArrayList<>();
    long size = 0;
    for (int constant = 0; constant < rows.size(); constant++) {
      byte[] head = constant(constant, rows.get(constant), width);
      heads.add(head);
      size += head.length + (long) rows.get(constant) * width;
    }
    byte[] nodes = nodes(rows.size(), group, apart, zero, width).bytes();
    byte[] model =
        new WireOut()
            .number(1, IR_VERSION)
            .message(8, new WireOut().number(2, OPSET))
            .head(GRAPH, nodes.length + size)
            .bytes();
    MemorySegment all = arena.allocate(model.length + nodes.length + size);
    long place = put(model, all, 0);
    place = put(nodes, all, place);
    for (int constant = 0; constant < rows.size(); constant++) {
      place = put(heads.get(constant), all, place);
      long numbers = (long) rows.get(constant) * width;
      writing.write(constant, all.asSlice(place, numbers));
      place += numbers;
    }
    return all;
  }

  private static long put(byte[] some, MemorySegment to, long place) {
    MemorySegment.copy(some, 0, to, ValueLayout.JAVA_BYTE, place, some.length);
    return place + some.length;
  }

  /// A constant without its numbers, which follow.
  private static byte[] constant(int at, int rows, int width) {
    long numbers = (long) rows * width;
    byte[] tensor =
        new WireOut()
            .number(DIMENSION, width)
            .number(DIMENSION, rows)
            .number(TYPE, INT8)
            .text(NAME, "rows " + at)
            .head(RAW, numbers)
            .bytes();
    byte[] head = new WireOut().head(CONSTANT, tensor.length + numbers).bytes();
    byte[] all = Arrays.copyOf(head, head.length + tensor.length);
    System.arraycopy(tensor, 0, all, head.length, tensor.length);
    return all;
  }

  private static WireOut nodes(int constants, int group, int apart, int zero, int width) {
    WireOut graph = new WireOut();
    String[] largest = new String[constants];
    for (int at = 0; at < constants; at++) {
      String products = "products " + at;
      String byGroup = "by group " + at;
      largest[at] = "largest " + at;
      graph
          .message(NODE, node("MatMulInteger", products, VECTORS, "rows " + at, ZERO))
          .message(NODE, node("Reshape", byGroup, products, GROUPS))
          .message(
              NODE,
              node("ReduceMax", largest[at], byGroup)
                  .message(ATTRIBUTE, integers("axes", 2))
                  .message(ATTRIBUTE, integer("keepdims", 0)));
    }
    return graph
        .message(NODE, node("Concat", LARGEST, largest).message(ATTRIBUTE, integer("axis", 1)))
        .text(2, LARGEST)
        .message(CONSTANT, new WireOut().number(TYPE, UINT8).text(NAME, ZERO).number(INT32S, zero))
        .message(CONSTANT, shape(group, apart))
        .message(INPUT, value(VECTORS, UINT8, -1, width))
        .message(OUTPUT, value(LARGEST, INT32, -1, -1, apart));
  }

  private static WireOut node(String operator, String output, String... inputs) {
    WireOut node = new WireOut();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operator);
  }

  private static WireOut integer(String name, int value) {
    return new WireOut().text(1, name).number(INTEGER, value).number(ATTRIBUTE_TYPE, IS_INTEGER);
  }

  private static WireOut integers(String name, int value) {
    return new WireOut().text(1, name).number(INTEGERS, value).number(ATTRIBUTE_TYPE, ARE_INTEGERS);
  }

  /// Vectors as they are, and as many stretches of groups as there are.
  private static WireOut shape(int group, int apart) {
    return new WireOut()
        .number(DIMENSION, 4)
        .number(TYPE, INT64)
        .text(NAME, GROUPS)
        .number(INT64S, 0)
        .number(INT64S, -1)
        .number(INT64S, group)
        .number(INT64S, apart);
  }

  /// An input or output.
  ///
  /// @param dimensions −1 where only the caller knows it
  private static WireOut value(String name, int type, int... dimensions) {
    WireOut shape = new WireOut();
    for (int each : dimensions) {
      shape.message(1, each < 0 ? new WireOut() : new WireOut().number(1, each));
    }
    WireOut tensor = new WireOut().number(1, type).message(2, shape);
    return new WireOut().text(1, name).message(2, new WireOut().message(1, tensor));
  }
}
