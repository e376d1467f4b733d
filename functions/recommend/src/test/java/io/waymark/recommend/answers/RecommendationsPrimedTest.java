package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.testing.onnx.ToyGraph;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecommendationsPrimedTest {
  /// What the file in the archive is: to make it again, write these bytes there.
  @Test
  void theGraphInTheArchiveIsAToysOfFourItems() throws IOException {
    float[][] similarity = new float[RecommendationsPrimed.ITEMS][RecommendationsPrimed.ITEMS];
    for (int row = 0; row < similarity.length; row++) {
      for (int column = 0; column < similarity.length; column++) {
        similarity[row][column] = row + column + 1;
      }
    }
    try (InputStream shipped =
        Objects.requireNonNull(
            RecommendationsPrimed.class.getResourceAsStream(RecommendationsPrimed.GRAPH))) {
      assertThat(shipped.readAllBytes()).isEqualTo(ToyGraph.of(similarity).build().toByteArray());
    }
  }
}
