package io.waymark.model;

import io.waymark.model.ModelPackageException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks through `model.onnx` before ONNX Runtime sees it: refuses data in other files, operators
/// of other domains than ONNX's and ONNX Runtime's own, operator sets older than
/// [#OLDEST_OPERATORS] (ONNX Runtime refuses those that are too new), inputs without a shape,
/// graphs without an output or with one twice, tensors that claim more values than they have,
/// constants that ask, each or together, for more memory than the limit (a model of 80 bytes can
/// ask for 160 GB while it loads), more than [#MOST_NODES] nodes once functions stand where they
/// are called, and functions that call themselves.
///
/// It follows no value from node to node: what a graph computes a size from passes. Graphs of
/// strangers are therefore also loaded and run in a process of their own before one that matters
/// loads them.
///
/// Reads the protobuf wire format itself: four message types, no copy of the weights, no classes of
/// the learning side in the archive.
final class GraphGate {
  private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

  /// The first that ONNX Runtime promises to run as it was meant.
  private static final long OLDEST_OPERATORS = 7;

  /// Several times what the largest models have.
  private static final long MOST_NODES = 100_000;

  private static final int MAX_DEPTH = 16;
  private static final int MOST_CALLS_DEEP = 200;
  private static final int MAX_RANK = 64;

  /// Double and long; a wider guess refuses nothing that is made for serving.
  private static final int LARGEST_VALUE_BYTES = 8;

  private final long largestTensorBytes;
  private final Set<String> functions = new HashSet<>();
  private final Map<String, Body> bodies = new HashMap<>();
  private Body body = new Body();
  private final Map<String, Tensor> constants = new HashMap<>();
  private long askedBytes;

  private GraphGate(long largestTensorBytes) {
    this.largestTensorBytes = largestTensorBytes;
  }

  /// Looks through a graph.
  ///
  /// @return bytes of the constants that the graph makes when it is loaded, beyond those it has
  /// @throws ModelPackageException naming what is wrong
  static long check(Path model, long largestTensorBytes) throws IOException {
    try (FileChannel file = FileChannel.open(model, StandardOpenOption.READ)) {
      if (file.size() > Integer.MAX_VALUE) {
        throw refused(Fault.TOO_LARGE, "is larger than 2 GB");
      }
      ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
      GraphGate gate = new GraphGate(largestTensorBytes);
      gate.model(bytes);
      return gate.askedBytes;
    } catch (Wire.Malformed malformed) {
      throw refused(Fault.MALFORMED, "is no ONNX model: " + malformed.getMessage());
    }
  }

  private void model(ByteBuffer bytes) {
    boolean graph = false;
    Wire functionsFirst = new Wire(bytes);
    while (functionsFirst.next()) {
      if (functionsFirst.field == 25) {
        functions.add(key(functionsFirst.message(), 10, 1));
      }
    }
    Body main = new Body();
    Wire model = new Wire(bytes);
    while (model.next()) {
      if (model.field == 7) {
        ByteBuffer whole = model.message();
        body = main;
        graph(whole, 0);
        inputsAndOutputs(whole);
        graph = true;
      } else if (model.field == 8) {
        operators(model.message());
      } else if (model.field == 25) {
        function(model.message());
      }
    }
    if (!graph) {
      throw new Wire.Malformed("it has no graph");
    }
    long _ = nodes(main, "the graph", new HashSet<>(), new HashMap<>());
  }

  private void function(ByteBuffer bytes) {
    body = new Body();
    bodies.put(key(bytes, 10, 1), body);
    Wire function = new Wire(bytes);
    while (function.next()) {
      if (function.field == 7) {
        node(function.message(), 0);
      }
    }
  }

  /// The nodes of the graph or of a function, with all graphs inside them.
  private static final class Body {
    private final Map<String, Long> calls = new HashMap<>();
    private long nodes;
  }

  /// How many nodes there are once functions stand where they are called.
  ///
  /// @param callers of which this is called, to find one that calls itself
  /// @param known what was counted before
  private long nodes(Body of, String name, Set<String> callers, Map<String, Long> known) {
    long nodes = of.nodes;
    for (Map.Entry<String, Long> call : of.calls.entrySet()) {
      String callee = call.getKey();
      @Nullable Long size = known.get(callee);
      if (size == null) {
        if (callers.size() > MOST_CALLS_DEEP) {
          throw new Wire.Malformed("its functions call each other too deeply");
        }
        if (!callers.add(callee)) {
          throw refused(
              Fault.UNSAFE_GRAPH, "has the function %s, which calls itself".formatted(callee));
        }
        size = nodes(bodies.getOrDefault(callee, new Body()), "function " + callee, callers, known);
        callers.remove(callee);
        known.put(callee, size);
      }
      nodes += saturatedProduct(call.getValue(), size);
      if (nodes < 0) {
        nodes = Long.MAX_VALUE;
      }
    }
    if (nodes > MOST_NODES) {
      throw refused(
          Fault.UNSAFE_GRAPH,
          "has more than %d nodes (%s, with the functions it calls)".formatted(MOST_NODES, name));
    }
    return nodes;
  }

  private static void operators(ByteBuffer bytes) {
    String domain = "";
    long version = 0;
    Wire set = new Wire(bytes);
    while (set.next()) {
      switch (set.field) {
        case 1 -> domain = set.text();
        case 2 -> version = set.number();
        default -> set.skip();
      }
    }
    if ((domain.isEmpty() || domain.equals("ai.onnx")) && version < OLDEST_OPERATORS) {
      throw refused(
          Fault.UNSAFE_GRAPH,
          "uses the operators of opset %d; convert it to opset %d or later"
              .formatted(version, OLDEST_OPERATORS));
    }
  }

  /// Of the whole graph: an input whose shape nobody knows cannot be checked before it is run.
  private static void inputsAndOutputs(ByteBuffer graph) {
    Set<String> outputs = new HashSet<>();
    Wire values = new Wire(graph);
    while (values.next()) {
      if (values.field == 11) {
        input(values.message());
      } else if (values.field == 12) {
        String name = name(values.message());
        if (!outputs.add(name)) {
          throw refused(Fault.WRONG_CONTRACT, "lists its output '" + name + "' twice");
        }
      }
    }
    if (outputs.isEmpty()) {
      throw refused(Fault.WRONG_CONTRACT, "gives nothing: it has no output");
    }
  }

  private static String name(ByteBuffer value) {
    String name = "";
    Wire wire = new Wire(value);
    while (wire.next()) {
      if (wire.field == 1) {
        name = wire.text();
      }
    }
    return name;
  }

  private static void input(ByteBuffer bytes) {
    String name = "";
    boolean tensor = false;
    boolean shaped = false;
    Wire value = new Wire(bytes);
    while (value.next()) {
      if (value.field == 1) {
        name = value.text();
      } else if (value.field == 2) {
        Wire type = new Wire(value.message());
        while (type.next()) {
          if (type.field == 1) {
            tensor = true;
            Wire of = new Wire(type.message());
            while (of.next()) {
              shaped |= of.field == 2;
            }
          }
        }
      }
    }
    if (tensor && !shaped) {
      throw refused(
          Fault.WRONG_CONTRACT,
          "its input '" + name + "' declares no shape; export it with one, sizes may stay open");
    }
  }

  private void graph(ByteBuffer bytes, int depth) {
    if (depth > MAX_DEPTH) {
      throw new Wire.Malformed("its graphs are nested too deeply");
    }
    Wire initializers = new Wire(bytes);
    while (initializers.next()) {
      if (initializers.field == 5) {
        Tensor tensor = tensor(initializers.message());
        constants.put(tensor.name, tensor);
      } else if (initializers.field == 15) {
        sparseTensor(initializers.message(), "the graph");
      }
    }
    Wire nodes = new Wire(bytes);
    while (nodes.next()) {
      if (nodes.field == 1) {
        node(nodes.message(), depth);
      }
    }
  }

  private void node(ByteBuffer bytes, int depth) {
    String operator = "";
    String domain = "";
    List<String> inputs = new ArrayList<>();
    String output = "";
    String name = "";
    Wire node = new Wire(bytes);
    while (node.next()) {
      switch (node.field) {
        case 3 -> name = node.text();
        case 1 -> inputs.add(node.text());
        case 2 -> output = output.isEmpty() ? node.text() : output;
        case 4 -> operator = node.text();
        case 7 -> domain = node.text();
        default -> node.skip();
      }
    }
    String function = domain + "::" + operator;
    body.nodes++;
    if (functions.contains(function)) {
      body.calls.merge(function, 1L, Long::sum);
    }
    String label = name.isEmpty() ? "the node that gives '" + output + "'" : "node '" + name + "'";
    if (!DOMAINS.contains(domain) && !functions.contains(function)) {
      throw refused(
          Fault.UNSAFE_GRAPH,
          "uses the custom operator %s::%s, which cannot be loaded (%s)"
              .formatted(domain, operator, label));
    }
    Wire attributes = new Wire(bytes);
    while (attributes.next()) {
      if (attributes.field == 5) {
        attribute(attributes.message(), new Node(operator, output, label), depth);
      }
    }
    if (operator.equals("ConstantOfShape") && !inputs.isEmpty()) {
      keep(checkShape(operator, label, constants.get(inputs.getFirst())), label);
    } else if ((operator.equals("Expand") || operator.equals("Tile")) && inputs.size() > 1) {
      long most = checkShape(operator, label, constants.get(inputs.get(1)));
      if (constants.containsKey(inputs.getFirst())) {
        keep(most, label);
      }
    }
  }

  /// @param label how messages name it
  private record Node(String operator, String output, String label) {}

  private void attribute(ByteBuffer bytes, Node node, int depth) {
    String name = "";
    Numbers numbers = new Numbers();
    Wire attribute = new Wire(bytes);
    while (attribute.next()) {
      switch (attribute.field) {
        case 1 -> name = attribute.text();
        case 5, 10 -> {
          Tensor tensor = tensor(attribute.message());
          if (node.operator().equals("Constant")) {
            constants.put(node.output(), tensor);
          }
        }
        case 6, 11 -> graph(attribute.message(), depth + 1);
        case 3, 8 -> attribute.numbers(numbers::add);
        case 22, 23 -> sparseTensor(attribute.message(), node.label());
        default -> attribute.skip();
      }
    }
    if (node.operator().startsWith("Random") && name.equals("shape")) {
      keep(
          checkShape(node.operator(), node.label(), new Tensor("shape", numbers.first)),
          node.label());
    } else if (node.operator().equals("Constant")
        && (name.equals("value_int") || name.equals("value_ints"))) {
      constants.put(node.output(), new Tensor(node.output(), numbers.first));
    }
  }

  /// ONNX Runtime makes it dense while it loads.
  private void sparseTensor(ByteBuffer bytes, String label) {
    Numbers dimensions = new Numbers();
    Wire sparse = new Wire(bytes);
    while (sparse.next()) {
      switch (sparse.field) {
        case 1, 2 -> {
          Tensor _ = tensor(sparse.message());
        }
        case 3 -> sparse.numbers(dimensions::add);
        default -> sparse.skip();
      }
    }
    keep(checkShape("A sparse constant", label, new Tensor("dims", dimensions.first)), label);
  }

  /// Bytes of a tensor of that shape, 0 where the shape is not a constant.
  private long checkShape(String operator, String label, @Nullable Tensor shape) {
    if (shape == null) {
      return 0;
    }
    if (shape.values.size() > MAX_RANK) {
      throw new Wire.Malformed("it has a shape of more than " + MAX_RANK + " dimensions");
    }
    long values = 1;
    for (long dimension : shape.values) {
      values = saturatedProduct(values, Math.max(dimension, 1));
    }
    long bytes = saturatedProduct(values, LARGEST_VALUE_BYTES);
    if (bytes > largestTensorBytes) {
      throw refused(
          Fault.UNSAFE_GRAPH,
          "%s asks for a tensor of more than %d bytes (%s)"
              .formatted(operator, largestTensorBytes, label));
    }
    return bytes;
  }

  /// Counts what stays in memory, made once when the graph is loaded; what a run makes goes again.
  private void keep(long bytes, String label) {
    askedBytes += bytes;
    if (askedBytes > largestTensorBytes) {
      throw refused(
          Fault.UNSAFE_GRAPH,
          "asks, up to %s, for constants of more than %d bytes together"
              .formatted(label, largestTensorBytes));
    }
  }

  /// @param values of whole-number tensors, which may be shapes: the first of them
  private record Tensor(String name, List<Long> values) {}

  /// Repeated whole numbers: how many, and the first of them, one more than a shape may have.
  private static final class Numbers {
    private static final int KEPT = MAX_RANK + 1;

    private final List<Long> first = new ArrayList<>();
    private long count;

    void add(long number) {
      count++;
      if (first.size() < KEPT) {
        first.add(number);
      }
    }
  }

  private static Tensor tensor(ByteBuffer bytes) {
    String name = "";
    long count = 1;
    long held = 0;
    int type = 0;
    Numbers dimensions = new Numbers();
    Numbers values = new Numbers();
    boolean external = false;
    ByteBuffer raw = ByteBuffer.allocate(0);
    Wire tensor = new Wire(bytes);
    while (tensor.next()) {
      switch (tensor.field) {
        case 1 -> tensor.numbers(dimensions::add);
        case 2 -> type = (int) tensor.number();
        case 4 -> held += tensor.width(4);
        case 5, 7, 11 -> tensor.numbers(values::add);
        case 6 -> {
          ByteBuffer _ = tensor.message();
          held++;
        }
        case 8 -> name = tensor.text();
        case 9 -> raw = tensor.message();
        case 10 -> held += tensor.width(8);
        case 13 -> external = true;
        case 14 -> external |= tensor.number() == 1;
        default -> tensor.skip();
      }
    }
    if (external) {
      throw refused(
          Fault.UNSAFE_GRAPH,
          "keeps the data of tensor '" + name + "' in another file; save it with all data inside");
    }
    held += values.count;
    if (dimensions.count > MAX_RANK) {
      throw new Wire.Malformed("tensor '" + name + "' has more than " + MAX_RANK + " dimensions");
    }
    for (long dimension : dimensions.first) {
      if (dimension < 0) {
        throw new Wire.Malformed("tensor '" + name + "' has a negative dimension");
      }
      count = saturatedProduct(count, dimension);
    }
    long claimedBits = saturatedProduct(count, bitsOf(type));
    if (raw.hasRemaining() ? claimedBits / 8 > raw.remaining() : held * 2 < count && held < count) {
      throw refused(
          Fault.UNSAFE_GRAPH, "tensor '" + name + "' claims " + count + " values and has fewer");
    }
    if (type == 7 && raw.hasRemaining()) {
      ByteBuffer longs = raw.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      while (longs.remaining() >= 8 && values.first.size() < Numbers.KEPT) {
        values.add(longs.getLong());
      }
    }
    return new Tensor(name, type == 7 ? values.first : List.of());
  }

  /// Bits of a value by ONNX's data type; 0 where it has no fixed width.
  private static int bitsOf(int type) {
    return switch (type) {
      case 1, 6, 12 -> 32;
      case 2, 3, 9, 17, 18, 19, 20 -> 8;
      case 4, 5, 10, 16 -> 16;
      case 7, 11, 13, 14 -> 64;
      case 15 -> 128;
      case 21, 22 -> 4;
      default -> 0;
    };
  }

  private static long saturatedProduct(long left, long right) {
    return Math.multiplyHigh(left, right) != 0 || left * right < 0 ? Long.MAX_VALUE : left * right;
  }

  private static String key(ByteBuffer function, int domainField, int nameField) {
    String domain = "";
    String name = "";
    Wire wire = new Wire(function);
    while (wire.next()) {
      if (wire.field == domainField) {
        domain = wire.text();
      } else if (wire.field == nameField) {
        name = wire.text();
      }
    }
    return domain + "::" + name;
  }

  private static ModelPackageException refused(Fault fault, String message) {
    return new ModelPackageException(fault, ModelPackage.MODEL, message);
  }
}
