package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.waymark.testing.onnx.ToyGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRecommenderTest {
  private static final int[] NONE = {};

  @TempDir Path folder;

  @Test
  void ranksByWhatTheHistorySays() throws IOException {
    try (OnnxRecommender model = load()) {
      RankedItems ranked = model.recommend(history(0, 1f), mask(1, 2, 3), NONE, 3);
      assertThat(ranked).hasToString("[1, 2, 3]");
      assertThat(ranked.score(0)).isEqualTo(4f);
      assertThat(ranked.because(0)).isZero();
      RankedItems heavier =
          model.recommend(new History(new int[] {0, 3}, new float[] {1, 5}), mask(1, 2), NONE, 2);
      assertThat(heavier).hasToString("[2, 1]");
      assertThat(heavier.because(0)).isEqualTo(3);
      assertThat(heavier.because(1)).isEqualTo(0);
    }
  }

  @Test
  void leavesOutWhatIsNotAllowed() throws IOException {
    try (OnnxRecommender model = load()) {
      ItemMask mask = mask(1, 2, 3);
      assertThat(model.recommend(history(0, 1f), mask, new int[] {1, -1}, 9)).hasToString("[2, 3]");
      assertThat(model.recommend(history(0, 1f), mask, NONE, 9)).hasToString("[1, 2, 3]");
      assertThat(model.recommend(history(0, 1f), mask(), NONE, 9).size()).isZero();
    }
  }

  @Test
  void answersAnEmptyHistory() throws IOException {
    try (OnnxRecommender model = load()) {
      RankedItems ranked = model.recommend(History.EMPTY, ItemMask.all(4), NONE, 2);
      assertThat(ranked.size()).isEqualTo(2);
      assertThat(ranked.score(0)).isZero();
      assertThat(ranked.because(0)).isEqualTo(ItemIndex.ABSENT);
    }
  }

  @Test
  void givesTheSameListsToManyThreads() throws IOException {
    try (OnnxRecommender model = load()) {
      String alone = model.recommend(history(2, 1f), ItemMask.all(4), new int[] {3}, 4).toString();
      assertThat(
              IntStream.range(0, 400)
                  .parallel()
                  .mapToObj(
                      at ->
                          at % 2 == 0
                              ? model
                                  .recommend(history(2, 1f), ItemMask.all(4), new int[] {3}, 4)
                                  .toString()
                              : model
                                  .recommend(history(1, 1f), mask(0), new int[] {2}, 4)
                                  .toString())
                  .distinct())
          .containsExactlyInAnyOrder(alone, "[0]");
    }
  }

  @Test
  void saysWhenTheGraphCannotAnswer() throws IOException {
    try (OnnxRecommender model = load()) {
      assertThatThrownBy(() -> model.recommend(history(7, 1f), ItemMask.all(4), NONE, 2))
          .isInstanceOf(GraphFailedException.class)
          .hasMessageStartingWith("the model's graph failed: ");
    }
  }

  @Test
  void refusesDataInAnotherFile() {
    assertRefused(
        graph ->
            graph
                .getGraphBuilder()
                .getInitializerBuilder(0)
                .clearFloatData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                    StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/passwd")),
        "keeps the data of tensor 'similarity' in another file");
  }

  @Test
  void refusesCustomOperators() {
    assertRefused(
        graph ->
            graph
                .getGraphBuilder()
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("Shell")
                        .setDomain("com.example")
                        .addOutput("x")),
        "uses the custom operator com.example::Shell");
  }

  @Test
  void refusesConstantsThatAskForMoreMemoryThanAllowed() {
    assertRefused(
        graph ->
            graph
                .getGraphBuilder()
                .addInitializer(
                    TensorProto.newBuilder()
                        .setName("shape")
                        .setDataType(7)
                        .addDims(2)
                        .addInt64Data(200_000)
                        .addInt64Data(200_000))
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("ConstantOfShape")
                        .addInput("shape")
                        .addOutput("huge")),
        "ConstantOfShape asks for a tensor of more than");
  }

  @Test
  void refusesAShapeHoweverTheConstantIsWritten() {
    AttributeProto.Builder numbers =
        AttributeProto.newBuilder()
            .setName("value_ints")
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(200_000)
            .addInts(200_000);
    assertRefused(
        graph ->
            graph
                .getGraphBuilder()
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addAttribute(numbers)
                        .addOutput("shape"))
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("ConstantOfShape")
                        .addInput("shape")
                        .addOutput("huge")),
        "ConstantOfShape asks for a tensor of more than");
  }

  @Test
  void refusesSparseConstantsThatAreHugeWhenDense() {
    SparseTensorProto.Builder sparse =
        SparseTensorProto.newBuilder()
            .setValues(
                TensorProto.newBuilder()
                    .setName("sparse")
                    .setDataType(1)
                    .addDims(1)
                    .addFloatData(1))
            .setIndices(
                TensorProto.newBuilder()
                    .setName("places")
                    .setDataType(7)
                    .addDims(1)
                    .addInt64Data(0))
            .addDims(200_000)
            .addDims(200_000);
    assertRefused(
        graph -> graph.getGraphBuilder().addSparseInitializer(sparse),
        "A sparse constant asks for a tensor of more than");
    assertRefused(
        graph ->
            graph
                .getGraphBuilder()
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addAttribute(
                            AttributeProto.newBuilder()
                                .setName("sparse_value")
                                .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
                                .setSparseTensor(sparse))
                        .addOutput("x")),
        "A sparse constant asks for a tensor of more than");
  }

  @Test
  void refusesMoreDimensionsThanATensorHas() {
    assertRefused(
        graph -> {
          for (int i = 0; i < 100; i++) {
            graph.getGraphBuilder().getInitializerBuilder(0).addDims(1);
          }
        },
        "more than 64 dimensions");
  }

  @Test
  void refusesTensorsThatClaimMoreValuesThanTheyHave() {
    assertRefused(
        graph -> graph.getGraphBuilder().getInitializerBuilder(0).setDims(0, 1L << 40),
        "tensor 'similarity' claims");
  }

  @Test
  void refusesAGraphThatBreaksTheContract() {
    assertRefused(
        graph -> {
          graph.getGraphBuilder().removeOutput(0);
        },
        "has no output 'items'");
    assertRefused(
        graph ->
            graph
                .getGraphBuilder()
                .addInput(graph.getGraphBuilder().getInput(3).toBuilder().setName("mood")),
        "needs the input 'mood'");
  }

  @Test
  void refusesAGraphOfAnotherNumberOfItems() throws IOException {
    ModelPackage other =
        Packages.read(
            Packages.write(
                folder.resolve("three"),
                ToyGraph.of(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}})
                    .build()
                    .toByteArray()));
    assertThatThrownBy(() -> OnnxRecommender.load(other))
        .hasMessageContaining("items.jsonl.gz lists 4 items");
  }

  @Test
  void refusesWhatIsNoModelAtAll() throws IOException {
    Random random = new Random(7);
    byte[] good = ToyGraph.of(Packages.SIMILARITY).build().toByteArray();
    for (int round = 0; round < 300; round++) {
      byte[] bad = good.clone();
      for (int change = 0; change <= round % 5; change++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      ModelPackage changed = Packages.read(Packages.write(folder.resolve("r" + round), bad));
      try {
        OnnxRecommender.load(changed).close();
      } catch (ModelPackageException expected) {
        assertThat(expected).hasMessageStartingWith("model.onnx: ");
      }
    }
    ModelPackage text =
        Packages.read(
            Packages.write(folder.resolve("t"), "no model".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> OnnxRecommender.load(text))
        .hasMessageContaining("model.onnx: is no ONNX model");
  }

  private OnnxRecommender load() throws IOException {
    return OnnxRecommender.load(Packages.read(Packages.write(folder)));
  }

  private void assertRefused(Consumer<ModelProto.Builder> change, String message) {
    ModelProto.Builder graph = ToyGraph.of(Packages.SIMILARITY);
    change.accept(graph);
    assertThatThrownBy(
            () ->
                OnnxRecommender.load(
                    Packages.read(Packages.write(folder, graph.build().toByteArray()))))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining(message);
  }

  private static History history(int item, float weight) {
    return new History(new int[] {item}, new float[] {weight});
  }

  private static ItemMask mask(int... items) {
    return ItemMask.of(
        4,
        IntStream.of(items)
            .collect(java.util.BitSet::new, java.util.BitSet::set, java.util.BitSet::or));
  }
}
