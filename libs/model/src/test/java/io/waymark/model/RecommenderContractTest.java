package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.waymark.testing.onnx.ToyGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RecommenderContractTest {
  private static final ModelPackage.Limits LIMITS = new ModelPackage.Limits(1 << 20, 1 << 20, 10);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void refusesWhatIsNoRecommender(HostileGraphs.Hostile hostile) throws IOException {
    Path graph = Files.write(folder.resolve(ModelPackage.MODEL), hostile.file().toByteArray());
    Duration atMost = hostile.trick().equals("a loop without end") ? Duration.ofMillis(200) : LONG;
    assertThatThrownBy(
            () -> RecommenderContract.ask(graph, HostileRecommenders.ITEMS, LIMITS, atMost))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageStartingWith("model.onnx: ")
        .hasMessageContaining(hostile.reason());
  }

  static List<HostileGraphs.Hostile> hostile() {
    return HostileRecommenders.all();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 150})
  void takesAGoodOneOfAnyNumberOfItems(int items) throws IOException {
    Path graph = written(ToyGraph.of(similarity(items)));
    RecommenderContract.ask(graph, items, LIMITS, LONG);
    Signature signature = RecommenderContract.open(graph, items, LIMITS, LONG);
    assertThat(signature.kind()).isEqualTo(Manifest.RECOMMENDER);
    assertThat(signature.inputs())
        .extracting(TensorSpec::name)
        .containsExactly("history", "weights", "allowed", "count");
    assertThat(signature.outputs())
        .extracting(TensorSpec::name)
        .containsExactly("items", "scores", "because");
  }

  @Test
  void givesTypesAndAgesToWhatDeclaresThem() throws IOException {
    ModelProto.Builder model = ToyGraph.of(similarity(4));
    model
        .getGraphBuilder()
        .addInput(model.getGraphBuilder().getInput(0).toBuilder().setName("types"))
        .addInput(model.getGraphBuilder().getInput(1).toBuilder().setName("ages_seconds"));
    RecommenderContract.ask(written(model), 4, LIMITS, LONG);
  }

  @Test
  void needNotSayWhy() throws IOException {
    ModelProto.Builder model = ToyGraph.of(similarity(4));
    model.getGraphBuilder().removeOutput(2);
    RecommenderContract.ask(written(model), 4, LIMITS, LONG);
  }

  private Path written(ModelProto.Builder model) throws IOException {
    return Files.write(folder.resolve(ModelPackage.MODEL), model.build().toByteArray());
  }

  private static float[][] similarity(int items) {
    float[][] similarity = new float[items][items];
    for (int row = 0; row < items; row++) {
      for (int column = 0; column < items; column++) {
        similarity[row][column] = (row * 7 + column * 3) % 11;
      }
    }
    return similarity;
  }
}
