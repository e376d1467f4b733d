package io.waymark.recommend.predict;

import io.micronaut.json.tree.JsonNode;
import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.model.Signature;
import io.waymark.model.Tensor;
import io.waymark.model.TensorSpec;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Tensors as nested arrays of JSON, and back.
///
/// JSON has neither NaN nor infinity: no input can be one, and where an output is, null stands.
final class TensorJson {
  /// Beyond what a body of Lambda (6 MB) can hold.
  private static final long MAX_VALUES = 3_000_000;

  private TensorJson() {}

  /// What reading gave.
  private sealed interface Read {
    record Parsed(Tensor tensor) implements Read {}

    /// It cannot be read so.
    ///
    /// @param message to be read after the tensor's name
    record Refused(String message) implements Read {}
  }

  /// The inputs of a request.
  ///
  /// @throws io.waymark.edge.ProblemException naming as `inputs.<name>` each that the graph does
  ///   not take
  static Map<String, Tensor> readAll(Map<String, JsonNode> inputs, Signature signature) {
    Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(inputs.size());
    List<FieldError> errors = new ArrayList<>();
    inputs.forEach(
        (name, json) -> {
          Optional<TensorSpec> spec = signature.input(name);
          if (spec.isEmpty()) {
            errors.add(new FieldError("inputs." + name, signature.unknownInput()));
            return;
          }
          switch (read(json, spec.orElseThrow())) {
            case Read.Parsed(Tensor tensor) -> tensors.put(name, tensor);
            case Read.Refused(String message) ->
                errors.add(new FieldError("inputs." + name, message));
          }
        });
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    return tensors;
  }

  private static Read read(JsonNode json, TensorSpec spec) {
    List<Long> shape = shapeOf(json);
    Optional<String> misfit = spec.misfit(shape);
    if (misfit.isPresent()) {
      return new Read.Refused(misfit.orElseThrow());
    }
    long places = shape.stream().reduce(1L, TensorJson::saturatedProduct);
    if (places > MAX_VALUES) {
      return new Read.Refused("must have at most " + MAX_VALUES + " values");
    }
    try {
      return new Read.Parsed(parse(json, spec, shape, (int) places));
    } catch (Unfit unfit) {
      return new Read.Refused(String.valueOf(unfit.getMessage()));
    }
  }

  private static long saturatedProduct(long left, long right) {
    return Math.min(left * Math.min(right, MAX_VALUES + 1), MAX_VALUES + 1);
  }

  /// As the first value of each dimension has it.
  private static List<Long> shapeOf(JsonNode json) {
    List<Long> shape = new ArrayList<>();
    for (@Nullable JsonNode at = json; at != null && at.isArray(); at = at.get(0)) {
      shape.add((long) at.size());
    }
    return shape;
  }

  private static Tensor parse(JsonNode json, TensorSpec spec, List<Long> shape, int places) {
    return switch (spec.type()) {
      case FLOAT32 -> {
        FloatBuffer values = FloatBuffer.allocate(places);
        each(json, shape, value -> values.put(float32(value)));
        yield new Tensor.Floats(shape, values.flip());
      }
      case FLOAT64 -> {
        DoubleBuffer values = DoubleBuffer.allocate(places);
        each(json, shape, value -> values.put(float64(value)));
        yield new Tensor.Doubles(shape, values.flip());
      }
      case INT32 -> {
        IntBuffer values = IntBuffer.allocate(places);
        each(json, shape, value -> values.put(int32(value)));
        yield new Tensor.Ints(shape, values.flip());
      }
      case INT64 -> {
        LongBuffer values = LongBuffer.allocate(places);
        each(json, shape, value -> values.put(int64(value)));
        yield new Tensor.Longs(shape, values.flip());
      }
      case BOOL -> {
        ByteBuffer values = ByteBuffer.allocate(places);
        each(json, shape, value -> values.put((byte) (bool(value) ? 1 : 0)));
        yield new Tensor.Bools(shape, values.flip());
      }
      case STRING -> {
        List<String> values = new ArrayList<>(places);
        each(json, shape, value -> values.add(text(value)));
        yield new Tensor.Texts(shape, values);
      }
    };
  }

  private static void each(JsonNode json, List<Long> shape, Consumer<JsonNode> take) {
    each(json, shape, 0, "", take);
  }

  private static void each(
      JsonNode json, List<Long> shape, int depth, String place, Consumer<JsonNode> take) {
    if (depth == shape.size()) {
      try {
        take.accept(json);
      } catch (Unfit unfit) {
        throw unfit.at(place);
      }
      return;
    }
    if (!json.isArray() || json.size() != shape.get(depth)) {
      throw new Unfit("must be an array of " + shape.get(depth) + ", as the others are").at(place);
    }
    int at = 0;
    for (JsonNode part : json.values()) {
      try {
        each(part, shape, depth + 1, "", take);
      } catch (Unfit unfit) {
        throw unfit.at("[" + at + "]");
      }
      at++;
    }
  }

  private static float float32(JsonNode value) {
    double wide = float64(value);
    float narrow = (float) wide;
    if (Float.isInfinite(narrow)) {
      throw new Unfit("must be a number that float32 can hold");
    }
    return narrow;
  }

  private static double float64(JsonNode value) {
    double number = number(value, "must be a number").doubleValue();
    if (!Double.isFinite(number)) {
      throw new Unfit("must be a number that float64 can hold");
    }
    return number;
  }

  private static int int32(JsonNode value) {
    String must = "must be a whole number of 32 bits";
    try {
      return Math.toIntExact(whole(value, must));
    } catch (ArithmeticException wide) {
      throw new Unfit(must);
    }
  }

  private static long int64(JsonNode value) {
    return whole(value, "must be a whole number of 64 bits");
  }

  private static long whole(JsonNode value, String must) {
    Number number = number(value, must);
    if (number instanceof Integer || number instanceof Long) {
      return number.longValue();
    }
    try {
      return new BigDecimal(number.toString()).longValueExact();
    } catch (ArithmeticException | NumberFormatException none) {
      throw new Unfit(must);
    }
  }

  private static Number number(JsonNode value, String must) {
    if (!value.isNumber()) {
      throw new Unfit(must);
    }
    return value.getNumberValue();
  }

  private static boolean bool(JsonNode value) {
    if (!value.isBoolean()) {
      throw new Unfit("must be true or false");
    }
    return value.getBooleanValue();
  }

  private static String text(JsonNode value) {
    if (!value.isString()) {
      throw new Unfit("must be a text");
    }
    return value.getStringValue();
  }

  static JsonNode write(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Floats floats -> nested(tensor.shape(), at -> number(floats.values().get(at)));
      case Tensor.Doubles doubles -> nested(tensor.shape(), at -> number(doubles.values().get(at)));
      case Tensor.Ints ints ->
          nested(tensor.shape(), at -> JsonNode.createNumberNode(ints.values().get(at)));
      case Tensor.Longs longs ->
          nested(tensor.shape(), at -> JsonNode.createNumberNode(longs.values().get(at)));
      case Tensor.Bools bools ->
          nested(tensor.shape(), at -> JsonNode.createBooleanNode(bools.values().get(at) != 0));
      case Tensor.Texts texts ->
          nested(tensor.shape(), at -> JsonNode.createStringNode(texts.values().get(at)));
    };
  }

  /// With as few digits as tell the number from its neighbours: 0.1, not 0.10000000149011612.
  private static JsonNode number(float value) {
    return Float.isFinite(value)
        ? JsonNode.createNumberNode(Double.parseDouble(Float.toString(value)))
        : JsonNode.nullNode();
  }

  private static JsonNode number(double value) {
    return Double.isFinite(value) ? JsonNode.createNumberNode(value) : JsonNode.nullNode();
  }

  private static JsonNode nested(List<Long> shape, IntFunction<JsonNode> value) {
    int places = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    List<JsonNode> nodes = IntStream.range(0, places).mapToObj(value).toList();
    for (int depth = shape.size() - 1; depth >= 0; depth--) {
      int size = Math.toIntExact(shape.get(depth));
      int rows = Math.toIntExact(shape.subList(0, depth).stream().reduce(1L, Math::multiplyExact));
      List<JsonNode> inner = nodes;
      nodes =
          IntStream.range(0, rows)
              .mapToObj(
                  row -> JsonNode.createArrayNode(inner.subList(row * size, (row + 1) * size)))
              .toList();
    }
    return nodes.getFirst();
  }

  /// A value that cannot stand where it stands.
  private static final class Unfit extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message, null, false, false);
    }

    /// This, seen from one nesting further out.
    Unfit at(String place) {
      String inner = String.valueOf(getMessage());
      return new Unfit(place + (place.isEmpty() || inner.startsWith("[") ? "" : " ") + inner);
    }
  }
}
