package io.waymark.training.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waymark.model.ModelPackage;
import io.waymark.model.OnnxPredictor;
import io.waymark.model.Prediction.Answered;
import io.waymark.model.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersGraphTest {
  @TempDir Path folder;

  @Test
  void answersAsTheSameByHand() throws IOException {
    Path file = folder.resolve("model.onnx");
    new LayersGraph(new float[][] {{1, -1, 2, 3}, {0.5f, -0.25f}}, List.of(2, 2, 1)).write(file);
    try (OnnxPredictor predictor = OnnxPredictor.load(file, ModelPackage.Limits.DEFAULT, 1)) {
      FloatBuffer samples = FloatBuffer.wrap(new float[] {1, 1, 1, 0});
      Answered answered =
          (Answered)
              predictor.predict(
                  Map.of(LayersGraph.INPUT, new Tensor.Floats(List.of(2L, 2L), samples)),
                  Duration.ofSeconds(30));
      Tensor.Floats scores = (Tensor.Floats) answered.outputs().get(LayersGraph.OUTPUT);
      assertThat(scores).isNotNull();
      assertThat(scores.shape()).containsExactly(2L, 1L);
      // (1, 1) becomes (3, 2) and 3 / 2 - 2 / 4; (1, 0) becomes (1, -1), cut to (1, 0), and 1 / 2.
      assertThat(scores.values().get(0)).isCloseTo(logistic(1), within(1e-6f));
      assertThat(scores.values().get(1)).isCloseTo(logistic(0.5), within(1e-6f));
    }
  }

  private static float logistic(double value) {
    return (float) (1 / (1 + Math.exp(-value)));
  }

  @Test
  void refusesLayersThatDoNotFitTheirWidths() {
    assertThatThrownBy(() -> new LayersGraph(new float[][] {{1}}, List.of(1, 1, 1)))
        .hasMessageContaining("1 layers between 3 widths");
  }
}
