package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.training.TrainingOutcome.Trained;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VariantTest {
  private static Trained train(String algorithm, Settings settings) {
    return (Trained)
        new Training(Clock.systemUTC())
            .run(
                Planted.tastes(200, 80, 4, 15, true).toMatrix(),
                new TrainingOptions(algorithm, settings, 1, 2, Duration.ofMinutes(1)),
                Progress.NONE);
  }

  @Test
  void learnsAsItsAlgorithmDoesWithWhatIsGiven() {
    Trained bm25 = train("bm25", Settings.NONE);
    Trained neighbours = train("neighbours", Settings.NONE.with("measure", "bm25"));
    assertThat(bm25.algorithm()).isEqualTo("bm25");
    assertThat(bm25.parameters()).containsEntry("measure", "bm25");
    assertThat(bm25.parameters()).isEqualTo(neighbours.parameters());
    assertThat(bm25.metrics()).isEqualTo(neighbours.metrics());
  }

  @Test
  void takesTheSettingsThatAreLeft() {
    assertThat(train("bm25", Settings.NONE.with("neighbours", 20)).parameters())
        .containsEntry("neighbours", "20");
    assertThatThrownBy(() -> train("bm25", Settings.NONE.with("neighbours", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting neighbours must be");
  }

  @Test
  void refusesByNameWhatIsGivenOrMeansNothing() {
    for (String setting : new String[] {"measure", "beta"}) {
      assertThatThrownBy(() -> train("bm25", Settings.NONE.with(setting, "cosine")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "bm25 has no setting '" + setting + "'; it has [neighbours, weights]");
    }
  }
}
