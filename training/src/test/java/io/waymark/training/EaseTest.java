package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.waymark.training.TrainingOutcome.TooLarge;
import io.waymark.training.TrainingOutcome.Trained;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EaseTest {
  @TempDir Path folder;

  private static TrainingOutcome train(InteractionMatrix matrix, Settings settings) {
    return new Training(Clock.systemUTC())
        .run(
            matrix,
            new TrainingOptions("ease", settings, 1, 2, Duration.ofMinutes(1)),
            Progress.NONE);
  }

  /// Column by column: the ridge regression of an item on all others, by Gauss–Jordan in double
  /// precision.
  private static double[] regression(Csr entries, int target, double l2) {
    int items = entries.columnCount();
    double[][] system = new double[items][items + 1];
    for (int user = 0; user < entries.rowCount(); user++) {
      for (int left = entries.start(user); left < entries.end(user); left++) {
        for (int right = entries.start(user); right < entries.end(user); right++) {
          int column = entries.column(right) == target ? items : entries.column(right);
          system[entries.column(left)][column] +=
              (double) entries.value(left) * entries.value(right);
        }
      }
    }
    Arrays.fill(system[target], 0);
    for (int item = 0; item < items; item++) {
      system[item][item] += item == target ? 1 : l2;
    }
    for (int pivot = 0; pivot < items; pivot++) {
      double scale = system[pivot][pivot];
      for (int column = 0; column <= items; column++) {
        system[pivot][column] /= scale;
      }
      for (int row = 0; row < items; row++) {
        double factor = system[row][pivot];
        for (int column = 0; row != pivot && column <= items; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    return Arrays.stream(system).mapToDouble(row -> row[items]).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void regressesEachItemOnAllOthers(int threads) {
    InteractionMatrix matrix = Planted.tastes(150, 70, 4, 12, false).toMatrix();
    Csr entries = matrix.positives(InteractionMatrix.Weighting.EQUAL);
    float[][] weights;
    try (Workers workers = new Workers(threads)) {
      weights = Ease.weights(entries, 30, workers);
    }
    for (int item : new int[] {0, 33, 69}) {
      double[] wanted = regression(entries, item, 30);
      for (int of = 0; of < 70; of++) {
        assertThat((double) weights[of][item]).isCloseTo(wanted[of], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20})
  void answersInTheServiceAsItDoesHere(int kept) throws Exception {
    InteractionMatrix matrix = Planted.tastes(200, 80, 4, 15, true).toMatrix();
    Trained trained = (Trained) train(matrix, Settings.NONE.with("kept", kept));
    assertThat(trained.metrics().deciding()).isGreaterThan(1.5 * trained.baseline().deciding());
    assertThat(trained.parameters())
        .containsKey("l2")
        .containsEntry("kept", Integer.toString(kept))
        .containsEntry("weights", "equal");
    // Not written where the graph answers otherwise.
    Packages.write(folder, matrix, trained, Content.NONE, Instant.EPOCH);
    assertThat(folder.resolve("manifest.json")).exists();
  }

  @Test
  void takesTheLargestNumbersOfEachRowAsTheWholeWhereNoneIsLost() {
    InteractionMatrix matrix = Planted.tastes(120, 40, 4, 10, true).toMatrix();
    Settings settings = Settings.NONE.with("l2", 100).with("weights", "equal");
    Trained whole = (Trained) train(matrix, settings);
    Trained cut = (Trained) train(matrix, settings.with("kept", 39));
    int[] history = {0, 4, 9};
    float[] weights = {1, 1, 1};
    double[] all = whole.model().exact().scores(history, weights);
    double[] some = cut.model().exact().scores(history, weights);
    for (int item = 0; item < 40; item++) {
      assertThat(some[item]).isEqualTo(all[item] > 0 ? all[item] : Double.NEGATIVE_INFINITY);
    }
  }

  @Test
  void searchesUntilNoStepToEitherSideHelps() {
    Settings equal = Settings.NONE.with("weights", "equal");
    Trained trained = (Trained) train(Planted.tastes(200, 80, 4, 15, true).toMatrix(), equal);
    NavigableMap<Double, Double> tried = new TreeMap<>();
    Pattern candidate = Pattern.compile("l2=([0-9.]+),.*ndcg@20=([0-9.]+)");
    for (String told : trained.parameters().values()) {
      Matcher found = candidate.matcher(told);
      if (found.find()) {
        tried.put(Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2)));
      }
    }
    double chosen = Double.parseDouble(trained.parameters().get("l2"));
    assertThat(tried).containsKey(400.0).hasSizeGreaterThanOrEqualTo(3);
    assertThat(tried.get(chosen)).isEqualTo(Collections.max(tried.values()));
    assertThat(tried.lowerKey(chosen)).isCloseTo(chosen / 2.5, within(1e-9));
    assertThat(tried.higherKey(chosen)).isCloseTo(chosen * 2.5, within(1e-9));
  }

  @Test
  void saysHowMuchMemoryItNeeds() {
    InteractionMatrix matrix = Planted.tastes(60, 40, 4, 12, true).toMatrix();
    assertThat(new Ease(8 * 1600 * 10 / 6 + 1).refusal(matrix, Settings.NONE)).isEmpty();
    assertThat(new Ease(8 * 1600).refusal(matrix, Settings.NONE))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("12800 bytes for 40 items", "may take 7680"));
  }

  @Test
  void refusesAWholeMatrixThatIsTooLargeToServe() {
    InteractionRows rows = new InteractionRows();
    for (int user = 0; user < 900; user++) {
      for (int at = 0; at < 5; at++) {
        rows.add("u" + user, "i" + (5 * user + at), 1f, at * 86_400_000L);
      }
    }
    assertThat(train(rows.toMatrix(), Settings.NONE.with("kept", 0)))
        .isInstanceOfSatisfying(
            TooLarge.class, large -> assertThat(large.reason()).contains("4500", "set kept"));
  }

  @Test
  void namesAWrongSetting() {
    InteractionMatrix matrix = Planted.tastes(20, 20, 2, 10, true).toMatrix();
    assertThatThrownBy(() -> train(matrix, Settings.NONE.with("l2", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting l2 must be a number from 0.01 to 10000000");
  }
}
