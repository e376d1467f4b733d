package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.waymark.model.Prediction.Answered;
import io.waymark.model.Prediction.WrongInput;
import io.waymark.testing.onnx.PredictorGraphs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OnnxPredictorTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void saysWhatItTakesAndGives() throws IOException {
    try (OnnxPredictor model = load(PredictorGraphs.linear(1, 2, 3))) {
      assertThat(model.signature())
          .isEqualTo(
              new Signature(
                  Manifest.PREDICTOR,
                  List.of(new TensorSpec("features", TensorType.FLOAT32, List.of(-1L, 3L))),
                  List.of(new TensorSpec("score", TensorType.FLOAT32, List.of(-1L, 1L)))));
    }
  }

  @Test
  void isLoadedFromAPackageWithoutItems() throws IOException {
    Files.write(
        folder.resolve(ModelPackage.MODEL), PredictorGraphs.linear(2).build().toByteArray());
    Manifest.About about =
        new Manifest.About(
            Manifest.PREDICTOR,
            "linear",
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new Manifest.Training(0, 0, 0, "", ""));
    Manifest _ = ModelPackage.write(folder, about, Packages.VERSION, Instant.EPOCH, List.of());
    ModelPackage read = Packages.read(folder);
    assertThat(read.manifest().files())
        .extracting(Manifest.PackagedFile::name)
        .containsExactly(ModelPackage.MODEL);
    try (OnnxPredictor model = OnnxPredictor.load(read, ModelPackage.Limits.DEFAULT, 1)) {
      assertThat(model.predict(Map.of("features", floats(1, 3)), LONG))
          .isEqualTo(new Answered(Map.of("score", floats(1, 6))));
    }
  }

  @Test
  void answersBatchesOfOneTo128() throws IOException {
    try (OnnxPredictor model = load(PredictorGraphs.linear(1, 10))) {
      assertThat(model.predict(Map.of("features", floats(2, 3, 4)), LONG))
          .isEqualTo(new Answered(Map.of("score", floats(1, 43))));
      float[] features = new float[2 * 128];
      float[] scores = new float[128];
      for (int row = 0; row < 128; row++) {
        features[2 * row] = row;
        scores[row] = row;
      }
      assertThat(model.predict(Map.of("features", floats(2, features)), LONG))
          .isEqualTo(new Answered(Map.of("score", floats(1, scores))));
    }
  }

  @Test
  void takesAndGivesEveryType() throws IOException {
    Map<String, Tensor> inputs = everyType(2);
    try (OnnxPredictor model = load(PredictorGraphs.echo())) {
      if (!(model.predict(inputs, LONG) instanceof Answered(Map<String, Tensor> outputs))) {
        throw new AssertionError("no answer");
      }
      assertThat(outputs).hasSize(6);
      inputs.forEach((name, tensor) -> assertThat(outputs).containsEntry("same_" + name, tensor));
    }
  }

  @Test
  void answersManyThreadsAsIfEachWereAlone() throws IOException {
    try (OnnxPredictor model = load(PredictorGraphs.linear(1, 10))) {
      assertThat(
              IntStream.range(0, 400)
                  .parallel()
                  .filter(
                      at ->
                          !model
                              .predict(Map.of("features", floats(2, at, 1)), LONG)
                              .equals(new Answered(Map.of("score", floats(1, at + 10))))))
          .isEmpty();
    }
  }

  @Test
  void stopsWhatTakesTooLong() throws IOException {
    Duration brief = Duration.ofMillis(50);
    try (OnnxPredictor model = load(PredictorGraphs.endless())) {
      assertThat(model.predict(Map.of("x", floats(1, 1)), brief))
          .isEqualTo(new Prediction.OutOfTime(brief));
    }
  }

  @ParameterizedTest
  @CsvSource({"2000000000,0", "8589934592,0", "1000,1000"})
  void givesNoMoreThanCanBeWritten(long rows, long columns) throws IOException {
    try (OnnxPredictor model = load(PredictorGraphs.zeros())) {
      Tensor shape = new Tensor.Longs(List.of(2L), LongBuffer.wrap(new long[] {rows, columns}));
      assertThat(model.predict(Map.of("shape", shape), LONG))
          .isInstanceOfSatisfying(
              Prediction.Failed.class,
              failed -> assertThat(failed.message()).contains("'zeros'", "more than 500000"));
    }
  }

  @Test
  void takesATransformerThatExpandsItsMaskInEveryLayer() throws IOException {
    Files.write(
        folder.resolve(ModelPackage.MODEL),
        PredictorGraphs.transformer(12, 4, 32).build().toByteArray());
    ModelPackage.Limits limits = new ModelPackage.Limits(100_000, 100_000, 1);
    try (OnnxPredictor model = OnnxPredictor.load(folder.resolve(ModelPackage.MODEL), limits, 1)) {
      Tensor x = new Tensor.Floats(List.of(2L, 4L, 32L, 4L), FloatBuffer.allocate(2 * 4 * 32 * 4));
      Tensor mask = new Tensor.Floats(List.of(2L, 1L, 1L, 32L), FloatBuffer.allocate(2 * 32));
      assertThat(model.predict(Map.of("x", x, "mask", mask), LONG))
          .isEqualTo(new Answered(Map.of("y", x)));
    }
  }

  @Test
  void namesTheNodeThatFails() throws IOException {
    try (OnnxPredictor model = load(PredictorGraphs.table())) {
      Tensor beyond = new Tensor.Longs(List.of(1L), LongBuffer.wrap(new long[] {7}));
      assertThat(model.predict(Map.of("place", beyond), LONG))
          .isInstanceOfSatisfying(
              Prediction.Failed.class, failed -> assertThat(failed.message()).contains("look_up"));
    }
  }

  @Nested
  class RefusesAnInput {
    @Test
    void thatIsMissingOrUnknown() throws IOException {
      assertWrong(PredictorGraphs.linear(1), Map.of(), "features", "is required: float32[?,1]");
      assertWrong(
          PredictorGraphs.linear(1),
          Map.of("features", floats(1, 1), "mood", floats(1, 1)),
          "mood",
          "is no input of this model, which takes features float32[?,1]");
    }

    @Test
    void ofAnotherType() throws IOException {
      assertWrong(
          PredictorGraphs.linear(1),
          Map.of("features", new Tensor.Ints(List.of(1L, 1L), IntBuffer.wrap(new int[1]))),
          "features",
          "must be float32[?,1], not int32");
    }

    @Test
    void ofAnotherShape() throws IOException {
      assertWrong(
          PredictorGraphs.linear(1, 2),
          Map.of("features", floats(3, 1, 2, 3)),
          "features",
          "must have the shape of float32[?,2], not [1, 3]");
      assertWrong(
          PredictorGraphs.linear(1, 2),
          Map.of("features", new Tensor.Floats(List.of(2L), FloatBuffer.wrap(new float[2]))),
          "features",
          "must have the shape of float32[?,2], not [2]");
      assertWrong(
          PredictorGraphs.linear(1, 2),
          Map.of("features", new Tensor.Floats(List.of(0L, 2L), FloatBuffer.allocate(0))),
          "features",
          "must have the shape of float32[?,2], not [0, 2]");
    }

    @Test
    void ofMoreThan128() throws IOException {
      assertWrong(
          PredictorGraphs.linear(1),
          Map.of("features", floats(1, new float[129])),
          "features",
          "must have a batch of 1-128, not 129");
    }

    @Test
    void whoseBatchIsNotThatOfAnother() throws IOException {
      assertWrong(
          PredictorGraphs.ratio(),
          Map.of("a", floats(1, 1, 2), "b", floats(1, 1)),
          "b",
          "has 1 in the dimension 'batch' where a has 2; they must agree");
    }

    private void assertWrong(
        ModelProto.Builder graph, Map<String, Tensor> inputs, String tensor, String message)
        throws IOException {
      try (OnnxPredictor model = load(graph)) {
        assertThat(model.predict(inputs, LONG)).isEqualTo(new WrongInput(tensor, message));
      }
    }
  }

  @Nested
  class RefusesAGraph {
    @Test
    void withAnOutputOfAnUnknownType() {
      ModelProto.Builder graph = PredictorGraphs.linear(1);
      graph
          .getGraphBuilder()
          .addInput(
              graph.getGraphBuilder().getInput(0).toBuilder()
                  .setName("bytes")
                  .setType(
                      graph.getGraphBuilder().getInput(0).getType().toBuilder()
                          .setTensorType(
                              graph
                                  .getGraphBuilder()
                                  .getInput(0)
                                  .getType()
                                  .getTensorType()
                                  .toBuilder()
                                  .setElemType(2))));
      assertThatThrownBy(() -> load(graph))
          .isInstanceOf(ModelPackageException.class)
          .hasMessageContaining("its input 'bytes' has the type");
    }

    @Test
    void whoseInputHasNoShape() {
      ModelProto.Builder graph = PredictorGraphs.linear(1);
      graph
          .getGraphBuilder()
          .getInputBuilder(0)
          .getTypeBuilder()
          .getTensorTypeBuilder()
          .clearShape();
      assertThatThrownBy(() -> load(graph))
          .hasMessageContaining("its input 'features' declares no shape");
    }

    @Test
    void ofOperatorsThatAreTooOldOrTooNew() {
      ModelProto.Builder old = PredictorGraphs.linear(1);
      old.getOpsetImportBuilder(0).setVersion(6);
      assertThatThrownBy(() -> load(old)).hasMessageContaining("uses the operators of opset 6");
      ModelProto.Builder future = PredictorGraphs.linear(1);
      future.getOpsetImportBuilder(0).setVersion(99);
      assertThatThrownBy(() -> load(future))
          .isInstanceOf(ModelPackageException.class)
          .hasMessageContaining("Opset 99");
    }

    @Test
    void whoseConstantsAskForTooMuchTogether() throws IOException {
      ModelProto.Builder graph = PredictorGraphs.linear(1);
      graph
          .getGraphBuilder()
          .addInitializer(
              TensorProto.newBuilder()
                  .setName("shape")
                  .setDataType(7)
                  .addDims(1)
                  .addInt64Data(50_000));
      for (String name : List.of("first", "second", "third")) {
        graph
            .getGraphBuilder()
            .addNode(
                NodeProto.newBuilder()
                    .setName(name)
                    .setOpType("ConstantOfShape")
                    .addInput("shape")
                    .addOutput(name));
      }
      try (OnnxPredictor model = load(graph)) {
        assertThat(model.bytes()).as("what it makes counts too").isGreaterThan(3 * 50_000 * 8);
      }
      ModelPackage.Limits limits = new ModelPackage.Limits(1_000_000, 1_000_000, 1);
      assertThatThrownBy(
              () -> OnnxPredictor.load(folder.resolve(ModelPackage.MODEL), limits, 1).close())
          .hasMessageContaining("asks, up to node 'third', for constants of more than 1000000");
    }

    @Test
    void thatTheGateRefuses() {
      ModelProto.Builder graph = PredictorGraphs.linear(1);
      graph.getGraphBuilder().getNodeBuilder(0).setDomain("com.example");
      assertThatThrownBy(() -> load(graph))
          .hasMessageContaining("uses the custom operator com.example::MatMul")
          .hasMessageContaining("(node 'sum')");
    }
  }

  private OnnxPredictor load(ModelProto.Builder graph) throws IOException {
    Path file = folder.resolve(ModelPackage.MODEL);
    Files.write(file, graph.build().toByteArray());
    return OnnxPredictor.load(file, ModelPackage.Limits.DEFAULT, 1);
  }

  private static Map<String, Tensor> everyType(int width) {
    List<Long> shape = List.of(1L, (long) width);
    return Map.of(
        "float32", floats(width, 1.5f, -0f),
        "float64", new Tensor.Doubles(shape, DoubleBuffer.wrap(new double[] {1e300, 2})),
        "int32", new Tensor.Ints(shape, IntBuffer.wrap(new int[] {Integer.MIN_VALUE, 3})),
        "int64", new Tensor.Longs(shape, LongBuffer.wrap(new long[] {Long.MAX_VALUE, 4})),
        "bool", new Tensor.Bools(shape, ByteBuffer.wrap(new byte[] {1, 0})),
        "string", new Tensor.Texts(shape, List.of("", "zwölf")));
  }

  private static Tensor floats(int width, float... values) {
    return new Tensor.Floats(
        List.of((long) values.length / width, (long) width), FloatBuffer.wrap(values));
  }
}
