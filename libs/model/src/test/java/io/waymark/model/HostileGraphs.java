package io.waymark.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.waymark.testing.onnx.PredictorGraphs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Files that nobody may bring us as a model, under the names of their tricks.
final class HostileGraphs {
  /// A file.
  ///
  /// @param reason a part of the message that refuses it, with the tensor or node where one is to
  ///   blame
  record Hostile(String trick, ByteString file, String reason) {
    Hostile(String trick, byte[] file, String reason) {
      this(trick, ByteString.copyFrom(file), reason);
    }

    @Override
    public String toString() {
      return trick;
    }
  }

  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT64 = 7;
  private static final int STRING = 8;
  private static final int EVIL_DEPTH = 10_000;
  private static final String ELSEWHERE = "of tensor 'weights' in another file";
  private static final String MALFORMED = "is no ONNX model: ";
  private static final String TOO_MUCH = "asks for a tensor of more than";

  private HostileGraphs() {}

  /// What is refused before ONNX Runtime sees it.
  static Stream<Hostile> refusedUnseen() {
    return Stream.of(files(), elsewhere(), operators(), memory(), tensors(), functions())
        .flatMap(List::stream);
  }

  /// What ONNX Runtime, or what it says of the graph, refuses; nothing of it is run.
  static List<Hostile> refusedUnrun() {
    return List.of(
        of("an opset of the future", it -> it.getOpsetImportBuilder(0).setVersion(99), "Opset 99"),
        of("a format of the future", it -> it.setIrVersion(99), "Unsupported model IR version"),
        of("no operators", ModelProto.Builder::clearOpsetImport, "ONNX Runtime"),
        node("an operator that there is not", node("Explode", "boom", "features"), "Explode"),
        of(
            "an operator of ONNX Runtime's own that names another file",
            model -> {
              model.addOpsetImport(
                  OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1));
              model
                  .getGraphBuilder()
                  .addNode(
                      node("EPContext", "x", "features")
                          .setDomain("com.microsoft")
                          .addAttribute(number("embed_mode", 0))
                          .addAttribute(number("main_context", 1))
                          .addAttribute(
                              AttributeProto.newBuilder()
                                  .setName("ep_cache_context")
                                  .setType(AttributeProto.AttributeType.STRING)
                                  .setS(ByteString.copyFromUtf8("/etc/passwd"))));
            },
            "EPContext"),
        graph(
            "a cycle",
            graph -> {
              graph.getNodeBuilder(0).setInput(0, "second");
              graph.addNode(node("Neg", "second", "score").setName("back"));
            },
            "not acyclic"),
        graph(
            "a node that feeds itself",
            graph -> graph.getNodeBuilder(0).setInput(0, "score"),
            "not acyclic"),
        graph(
            "a tensor that nobody makes",
            graph -> graph.getNodeBuilder(0).setInput(0, "nowhere"),
            "nowhere"),
        graph(
            "an output that nobody makes",
            graph -> graph.getOutputBuilder(0).setName("nothing"),
            "nothing"),
        graph(
            "two nodes that make one tensor",
            graph -> graph.addNode(node("Neg", "score", "features").setName("again")),
            "score"),
        graph("an input twice", graph -> graph.addInput(graph.getInput(0)), "features"),
        graph(
            "a node that makes an input",
            graph -> graph.addNode(node("Neg", "features", "score").setName("loop")),
            "features"),
        graph(
            "a matrix of the wrong shape",
            graph -> graph.getInputBuilder(0).setType(type(FLOAT, 1, 3)),
            "sum"),
        graph(
            "a matrix of another type",
            graph -> graph.getInputBuilder(0).setType(type(INT64, 1, 2)),
            "sum"),
        graph(
            "an operator without its inputs",
            graph -> graph.getNodeBuilder(0).clearInput().addInput("features"),
            "sum"),
        graph(
            "an operator with an attribute too many",
            graph -> graph.getNodeBuilder(0).addAttribute(number("depth", 1)),
            "depth"),
        graph(
            "an attribute of the wrong type",
            graph ->
                graph
                    .addNode(
                        node("Softmax", "soft", "features")
                            .setName("soft")
                            .addAttribute(
                                AttributeProto.newBuilder()
                                    .setName("axis")
                                    .setType(AttributeProto.AttributeType.FLOAT)
                                    .setF(1)))
                    .addOutput(value("soft", type(FLOAT, 1, 2))),
            "axis"),
        graph(
            "an input of bytes",
            graph -> graph.addInput(value("bytes", type(UINT8, 1))),
            "its input 'bytes' has the type"),
        graph(
            "an input of sequences",
            graph ->
                graph.addInput(
                    value(
                        "list",
                        TypeProto.newBuilder()
                            .setSequenceType(
                                TypeProto.Sequence.newBuilder().setElemType(type(FLOAT, 1)))
                            .build())),
            "its input 'list' is no tensor"),
        graph(
            "an If without a branch",
            graph ->
                graph
                    .addInput(value("which", type(9)))
                    .addNode(node("If", "maybe", "which").setName("choice"))
                    .addOutput(value("maybe", type(FLOAT, 1))),
            "choice"));
  }

  private static List<Hostile> files() {
    byte[] good = bytes(PredictorGraphs.linear(1, 2));
    byte[] noise = new byte[4_096];
    new Random(3).nextBytes(noise);
    return List.of(
        new Hostile("an empty file", new byte[0], MALFORMED),
        new Hostile("a text", utf8("import os; os.system('id')\n"), MALFORMED),
        new Hostile("a script", utf8("#!/bin/sh\nrm -rf /\n"), MALFORMED),
        new Hostile("JSON", utf8("{\"graph\": {}}"), MALFORMED),
        new Hostile("noise", noise, MALFORMED),
        new Hostile("zeros", new byte[1 << 16], MALFORMED),
        new Hostile("a zip", zip(good), MALFORMED),
        new Hostile("gzip", gzip(good), MALFORMED),
        new Hostile("a pickle", utf8("\u0080\u0004cposix\nsystem\n(S'id'\ntR."), MALFORMED),
        new Hostile("a file cut in its last byte", Arrays.copyOf(good, good.length - 1), MALFORMED),
        new Hostile("a file cut in half", Arrays.copyOf(good, good.length / 2), MALFORMED),
        new Hostile("a number without end", filled(32, 0xff), MALFORMED),
        new Hostile(
            "a length beyond the file", new byte[] {0x3a, -1, -1, -1, -1, 7}, "ends too early"),
        new Hostile(
            "a negative length",
            new byte[] {0x3a, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
            "ends too early"),
        new Hostile("a graph that is a number", new byte[] {0x38, 1}, "wrong type"),
        new Hostile("a group that never ends", new byte[] {0x3b, 0x3b}, MALFORMED),
        new Hostile(
            "a model without a graph",
            ModelProto.newBuilder().setIrVersion(8).setDocString("x").build().toByteArray(),
            "it has no graph"),
        new Hostile("graphs nested beyond any stack", nested(EVIL_DEPTH), "nested too deeply"));
  }

  private static List<Hostile> elsewhere() {
    Consumer<TensorProto.Builder> passwd = tensor -> inFile(tensor, "../../../../etc/passwd");
    return List.of(
        weights("data in another file", tensor -> inFile(tensor, "weights.bin"), ELSEWHERE),
        weights("data in a file above", passwd, ELSEWHERE),
        weights("data in /proc/self/environ", it -> inFile(it, "/proc/self/environ"), ELSEWHERE),
        weights("data at an address", it -> inFile(it, "http://169.254.169.254/"), ELSEWHERE),
        weights(
            "data elsewhere, nobody says where",
            tensor -> tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL),
            ELSEWHERE),
        node(
            "a constant of a node in another file",
            constant("value", external("hidden")),
            "tensor 'hidden' in another file"),
        graph(
            "data of a branch in another file",
            graph ->
                graph.addNode(branching(GraphProto.newBuilder().addInitializer(external("b")))),
            "tensor 'b' in another file"),
        graph(
            "data of a sparse tensor in another file",
            graph ->
                graph.addSparseInitializer(
                    SparseTensorProto.newBuilder().setValues(external("s")).addDims(1)),
            "tensor 's' in another file"),
        of(
            "data of a function in another file",
            model -> model.addFunctions(function("f", constant("value", external("f_data")))),
            "tensor 'f_data' in another file"));
  }

  private static List<Hostile> operators() {
    return List.of(
        node(
            "a custom operator",
            node("Run", "x", "features").setDomain("com.example").setName("shell"),
            "com.example::Run, which cannot be loaded (node 'shell')"),
        node(
            "a custom operator without a name",
            node("Run", "x", "features").setDomain("com.example"),
            "(the node that gives 'x')"),
        node(
            "Python in the graph",
            node("PyOp", "x", "features").setDomain("ai.onnx.contrib"),
            "ai.onnx.contrib::PyOp"),
        graph(
            "a custom operator in a branch",
            graph ->
                graph.addNode(
                    branching(
                        GraphProto.newBuilder()
                            .addNode(node("Run", "x", "y").setDomain("com.example")))),
            "com.example::Run"),
        of(
            "a custom operator in a function",
            model ->
                model.addFunctions(function("f", node("Run", "x", "y").setDomain("com.example"))),
            "com.example::Run"),
        of("an opset of 2016", it -> it.getOpsetImportBuilder(0).setVersion(6), "opset 6"),
        graph("no output", GraphProto.Builder::clearOutput, "it has no output"),
        graph(
            "an output twice",
            graph -> graph.addOutput(graph.getOutput(0)),
            "lists its output 'score' twice"),
        graph(
            "an input of any shape",
            graph -> graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape(),
            "its input 'features' declares no shape"));
  }

  private static List<Hostile> memory() {
    return List.of(
        sized("zeros of 160 GB", "ConstantOfShape", 20_000_000_000L),
        sized(
            "zeros of more than 64 bits count", "ConstantOfShape", Long.MAX_VALUE, Long.MAX_VALUE),
        graph(
            "zeros of a size that a node gives",
            graph ->
                graph
                    .addNode(
                        constant("value", longs("size", 1L << 40)).clearOutput().addOutput("size"))
                    .addNode(node("ConstantOfShape", "many", "size").setName("bomb")),
            TOO_MUCH),
        graph(
            "zeros of a size in a list of numbers",
            graph ->
                graph
                    .addNode(
                        node("Constant", "size")
                            .addAttribute(
                                AttributeProto.newBuilder()
                                    .setName("value_ints")
                                    .setType(AttributeProto.AttributeType.INTS)
                                    .addInts(1L << 40)))
                    .addNode(node("ConstantOfShape", "many", "size").setName("bomb")),
            "(node 'bomb')"),
        expanding("Expand"),
        expanding("Tile"),
        node(
            "random numbers without end",
            node("RandomNormal", "noise")
                .setName("bomb")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("shape")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(1L << 40)),
            "(node 'bomb')"),
        graph(
            "a sparse tensor of 8 TB",
            graph ->
                graph.addSparseInitializer(
                    SparseTensorProto.newBuilder()
                        .setValues(
                            TensorProto.newBuilder()
                                .setName("sparse")
                                .setDataType(FLOAT)
                                .addDims(1)
                                .addFloatData(1))
                        .setIndices(longs("indices", 0))
                        .addDims(1L << 40)),
            "A sparse constant " + TOO_MUCH),
        graph(
            "zeros of 160 GB in a branch",
            graph ->
                graph.addNode(
                    branching(
                        GraphProto.newBuilder()
                            .addInitializer(longs("size", 20_000_000_000L))
                            .addNode(node("ConstantOfShape", "many", "size").setName("bomb")))),
            "(node 'bomb')"),
        graph(
            "many constants that are large together",
            graph -> {
              graph.addInitializer(longs("size", 100_000_000));
              for (int part = 0; part < 3; part++) {
                graph.addNode(node("ConstantOfShape", "part" + part, "size").setName("p" + part));
              }
            },
            "up to node 'p2', for constants of more than"),
        graph(
            "nodes without end",
            graph -> {
              NodeProto each = node("Neg", "", "features").build();
              for (int node = 0; node <= 100_000; node++) {
                graph.addNode(each);
              }
            },
            "more than 100000 nodes"));
  }

  private static List<Hostile> tensors() {
    String claims = "tensor 'weights' claims";
    return List.of(
        weights("a tensor that claims more", tensor -> tensor.setDims(0, 1_000_000), claims),
        weights("a tensor that claims 2^62 values", it -> it.setDims(0, 1L << 62), claims),
        weights(
            "a tensor whose size overflows",
            it -> it.setDims(0, 1L << 33).setDims(1, 1L << 33),
            claims),
        weights(
            "raw data that breaks off",
            it -> it.clearFloatData().setRawData(ByteString.copyFrom(new byte[7])),
            claims),
        weights(
            "texts that are not there",
            it -> it.clearFloatData().setDataType(STRING).setDims(0, 1_000_000),
            claims),
        weights("no data at all", it -> it.clearFloatData().setDims(0, 1_000_000), claims),
        weights(
            "a negative dimension",
            it -> it.setDims(0, -2),
            "tensor 'weights' has a negative dimension"),
        weights(
            "a tensor of 1,000 dimensions",
            it -> it.addAllDims(Collections.nCopies(1_000, 1L)),
            "tensor 'weights' has more than 64 dimensions"),
        graph(
            "a shape of 1,000 dimensions",
            graph ->
                graph
                    .addInitializer(longs("size", new long[1_000]))
                    .addNode(node("ConstantOfShape", "many", "size")),
            "a shape of more than 64 dimensions"));
  }

  private static List<Hostile> functions() {
    return List.of(
        of(
            "a function that calls itself",
            model -> model.addFunctions(function("f", call("f"))),
            "which calls itself",
            call("f")),
        of(
            "functions that call each other",
            model ->
                model.addFunctions(function("f", call("g"))).addFunctions(function("g", call("f"))),
            "which calls itself",
            call("f")),
        of(
            "functions that call each other beyond any stack",
            model -> {
              for (int level = 0; level < EVIL_DEPTH; level++) {
                model.addFunctions(function("f" + level, call("f" + (level + 1))));
              }
              model.addFunctions(function("f" + EVIL_DEPTH, node("Neg", "y", "x")));
            },
            "too deeply",
            call("f0")),
        of(
            "functions that double thirty times",
            model -> {
              for (int level = 0; level < 30; level++) {
                model.addFunctions(
                    function("f" + level, call("f" + (level + 1)), call("f" + (level + 1))));
              }
              model.addFunctions(function("f30", node("Neg", "y", "x")));
            },
            "more than 100000 nodes",
            call("f0")),
        of(
            "functions that overflow what counts them",
            model -> {
              for (int level = 0; level < 80; level++) {
                model.addFunctions(
                    function("f" + level, call("f" + (level + 1)), call("f" + (level + 1))));
              }
              model.addFunctions(function("f80", node("Neg", "y", "x")));
            },
            "more than 100000 nodes",
            call("f0")));
  }

  private static Hostile of(
      String trick, Consumer<ModelProto.Builder> change, String reason, NodeProto.Builder... more) {
    ModelProto.Builder model = PredictorGraphs.linear(1, 2);
    Arrays.stream(more).forEach(model.getGraphBuilder()::addNode);
    change.accept(model);
    return new Hostile(trick, bytes(model), reason);
  }

  private static Hostile graph(String trick, Consumer<GraphProto.Builder> change, String reason) {
    return of(trick, model -> change.accept(model.getGraphBuilder()), reason);
  }

  private static Hostile node(String trick, NodeProto.Builder node, String reason) {
    return graph(trick, graph -> graph.addNode(node), reason);
  }

  private static Hostile weights(
      String trick, Consumer<TensorProto.Builder> change, String reason) {
    return graph(trick, graph -> change.accept(graph.getInitializerBuilder(0)), reason);
  }

  private static Hostile sized(String trick, String operator, long... shape) {
    return graph(
        trick,
        graph ->
            graph
                .addInitializer(longs("size", shape))
                .addNode(node(operator, "many", "size").setName("bomb")),
        "(node 'bomb')");
  }

  private static Hostile expanding(String operator) {
    return graph(
        operator + " of one value to 8 TB",
        graph ->
            graph
                .addInitializer(longs("size", 1L << 40))
                .addNode(node(operator, "many", "weights", "size").setName("bomb")),
        operator + " " + TOO_MUCH);
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static NodeProto.Builder constant(String attribute, TensorProto value) {
    return node("Constant", "constant")
        .addAttribute(
            AttributeProto.newBuilder()
                .setName(attribute)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(value));
  }

  private static NodeProto.Builder branching(GraphProto.Builder branch) {
    return node("If", "chosen", "which")
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("then_branch")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(branch));
  }

  private static AttributeProto.Builder number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value);
  }

  private static NodeProto.Builder call(String function) {
    return node(function, "y_" + function, "features").setDomain("local");
  }

  private static FunctionProto function(String name, NodeProto.Builder... nodes) {
    FunctionProto.Builder function =
        FunctionProto.newBuilder()
            .setName(name)
            .setDomain("local")
            .addInput("x")
            .addOutput("y")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
    Arrays.stream(nodes).forEach(function::addNode);
    return function.build();
  }

  private static TensorProto external(String name) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(FLOAT).addDims(1);
    inFile(tensor, "data.bin");
    return tensor.build();
  }

  private static void inFile(TensorProto.Builder tensor, String file) {
    tensor
        .clearFloatData()
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(file));
  }

  private static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(INT64).addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return tensor.build();
  }

  private static ValueInfoProto value(String name, TypeProto type) {
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  private static TypeProto type(int element, long... shape) {
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(element).getShapeBuilder();
    for (long dimension : shape) {
      type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimValue(dimension);
    }
    return type.build();
  }

  /// Graphs in attributes of graphs, written from the innermost, since no protobuf library reads so
  /// many.
  private static byte[] nested(int depth) {
    byte[] graph = new byte[0];
    for (int level = 0; level < depth; level++) {
      byte[] attribute = field(6, graph);
      byte[] node = field(5, attribute);
      graph = field(1, node);
    }
    return field(7, graph);
  }

  private static byte[] field(int number, byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((number << 3) | 2);
    int length = message.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(message);
    return out.toByteArray();
  }

  private static byte[] bytes(ModelProto.Builder model) {
    return model.build().toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] zip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(ModelPackage.MODEL));
      zip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
