package io.waymark.model;

/// A graph of two nodes, as protobuf has it: the products of rows of bytes with vectors of bytes,
/// and of each group of rows the largest. Rows come group by group.
final class ProductsGraph {
  static final String ROWS = "rows";
  static final String VECTORS = "vectors";
  static final String PRODUCTS = "products";
  static final String LARGEST = "largest";

  private static final int OPSET = 17;

  /// The oldest format that has this opset.
  private static final int IR_VERSION = 8;

  // Types of ONNX's elements.
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;

  /// The type of an attribute that is a list of whole numbers.
  private static final int INTS = 7;

  private ProductsGraph() {}

  static byte[] bytes() {
    WireOut ofGroup = new WireOut().text(1, "axes").number(8, 1).number(20, INTS);
    WireOut product =
        new WireOut().text(1, ROWS).text(1, VECTORS).text(2, PRODUCTS).text(4, "MatMulInteger");
    WireOut most =
        new WireOut().text(1, PRODUCTS).text(2, LARGEST).text(4, "ReduceMax").message(5, ofGroup);
    WireOut graph =
        new WireOut()
            .message(1, product)
            .message(1, most)
            .text(2, PRODUCTS)
            .message(11, value(ROWS, UINT8, 3))
            .message(11, value(VECTORS, INT8, 2))
            .message(12, value(PRODUCTS, INT32, 3))
            .message(12, value(LARGEST, INT32, 3));
    return new WireOut()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new WireOut().number(2, OPSET))
        .bytes();
  }

  /// A value whose dimensions only the caller knows.
  private static WireOut value(String name, int type, int dimensions) {
    WireOut shape = new WireOut();
    for (int each = 0; each < dimensions; each++) {
      shape.message(1, new WireOut());
    }
    WireOut tensor = new WireOut().number(1, type).message(2, shape);
    return new WireOut().text(1, name).message(2, new WireOut().message(1, tensor));
  }
}
