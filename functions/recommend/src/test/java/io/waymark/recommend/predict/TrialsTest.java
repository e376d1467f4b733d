package io.waymark.recommend.predict;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import io.waymark.model.ModelPackage;
import io.waymark.testing.onnx.PredictorGraphs;
import io.waymark.testing.onnx.ToyGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// R24
@EnabledOnOs(OS.LINUX)
class TrialsTest {
  private static final long MIB = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final float[][] SIMILARITY = {{0, 1}, {1, 0}};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ConstantOfShape, 40000000000",
    "ConstantOfShape, 100000000",
    "Range, 40000000000",
    "Range, 100000000",
    "OneHot, 40000000000",
    "Pad, 40000000000",
    "Tile, 1000000"
  })
  void refusesWhatTakesTooMuchMemory(String operator, long values) throws IOException {
    assertThat(tried(PredictorGraphs.wasteful(operator, values), LONG))
        .isInstanceOfSatisfying(
            Trials.Outcome.Refused.class,
            refused -> assertThat(refused.reason()).startsWith("model.onnx: ").contains("memory"));
  }

  @Test
  void refusesWhatIsNotTriedInTime() throws IOException {
    assertThat(tried(PredictorGraphs.endless(), Duration.ofMillis(1)))
        .isEqualTo(new Trials.Outcome.Refused("model.onnx: was not loaded and run within 1 ms"));
  }

  @Test
  void refusesARecommenderThatTakesTooMuchMemory() throws IOException {
    assertThat(recommends(ToyGraph.wasteful(SIMILARITY, 40_000_000_000L)))
        .isInstanceOfSatisfying(
            Trials.Outcome.Refused.class,
            refused -> assertThat(refused.reason()).startsWith("model.onnx: ").contains("memory"));
  }

  @Test
  void saysWhatARecommenderDoesWrong() throws IOException {
    ModelProto.Builder graph = ToyGraph.of(SIMILARITY);
    graph.getGraphBuilder().getInitializerBuilder(4).setInt64Data(0, -2);
    assertThat(recommends(graph))
        .isEqualTo(
            new Trials.Outcome.Refused(
                "model.onnx: its output 'items' holds -2 for every second item forbidden: an item"
                    + " is 0 to 1, or -1"));
  }

  private Trials.Outcome recommends(ModelProto.Builder graph) throws IOException {
    Path file = Files.write(folder.resolve(ModelPackage.MODEL), graph.build().toByteArray());
    return new Trials(bounds(256 * MIB, LONG, LONG)).ofRecommender(file, SIMILARITY.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\nwaymark-trial took 0\n", "x\n took 0\n", "\u00ff"})
  void takesNoVerdictFromWhatIsPrinted(String name) throws IOException {
    ByteString node = ByteString.copyFrom(name, StandardCharsets.ISO_8859_1);
    assertThat(tried(PredictorGraphs.failingOnOnes(node, 1_000_000), LONG))
        .isInstanceOf(Trials.Outcome.Refused.class);
  }

  @Test
  void refusesNothingWhereTheProcessIsNotReadyInTime() throws IOException {
    assertThat(tried(PredictorGraphs.linear(1), bounds(256 * MIB, Duration.ZERO, LONG)))
        .isEqualTo(new Trials.Outcome.Untried());
  }

  @Test
  void refusesNothingWhereTheProcessCannotStart() throws IOException {
    assertThat(tried(PredictorGraphs.linear(1), bounds(-700 * MIB, LONG, LONG)))
        .isEqualTo(new Trials.Outcome.Untried());
  }

  @ParameterizedTest
  @CsvSource({"ConstantOfShape", "Range", "OneHot", "Pad", "Tile"})
  void measuresWhatPasses(String operator) throws IOException {
    assertThat(tried(PredictorGraphs.wasteful(operator, 1_000), LONG))
        .isInstanceOfSatisfying(
            Trials.Outcome.Passed.class,
            passed -> assertThat(passed.memory()).isBetween(0L, 16 * MIB));
  }

  @Test
  void measuresTheLargestBatch() throws IOException {
    assertThat(tried(PredictorGraphs.wasteful("Tile", 100_000), LONG))
        .isInstanceOfSatisfying(
            Trials.Outcome.Passed.class,
            passed -> assertThat(passed.memory()).isGreaterThan(128 * 100_000 * 4L));
  }

  private Trials.Outcome tried(ModelProto.Builder graph, Duration whole) throws IOException {
    return tried(graph, bounds(256 * MIB, LONG, whole));
  }

  private static Trials.Bounds bounds(long memory, Duration start, Duration whole) {
    return new Trials.Bounds(128 * MIB, memory, LONG, start, whole);
  }

  private Trials.Outcome tried(ModelProto.Builder graph, Trials.Bounds bounds) throws IOException {
    Path file = folder.resolve(ModelPackage.MODEL);
    Files.write(file, graph.build().toByteArray());
    return new Trials(bounds).ofPredictor(file);
  }
}
