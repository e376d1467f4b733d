package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Cells;
import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import io.waymark.model.RecommenderContract;
import io.waymark.training.TrainingOutcome.Trained;
import io.waymark.training.onnx.FoldIn;
import io.waymark.training.onnx.RecommenderGraph;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What training writes is what the model library reads and runs.
class PackagesTest {
  @TempDir Path folder;

  private Trained trained(InteractionMatrix matrix, String algorithm) {
    return (Trained)
        new Training(Clock.systemUTC())
            .run(
                matrix,
                new TrainingOptions(algorithm, Settings.NONE, 1, 2, Duration.ofMinutes(2)),
                Progress.NONE);
  }

  @Test
  void areLoadedAndRecommendByTaste() throws Exception {
    InteractionMatrix matrix = Planted.tastes(200, 80, 4, 15, true).toMatrix();
    Manifest written =
        Packages.write(
            folder,
            matrix,
            trained(matrix, "ials"),
            Content.NONE,
            Instant.parse("2026-01-02T03:04:05Z"));
    ModelPackage loaded = ModelPackage.read(folder, ModelPackage.Limits.DEFAULT);
    assertThat(loaded.manifest()).isEqualTo(written);
    assertThat(loaded.manifest().about().metrics()).containsKey("ndcg@20");
    assertThat(loaded.popularity()).isPresent();
    try (OnnxRecommender recommender = OnnxRecommender.load(loaded)) {
      // Items 0, 4 and 8 are of the first kind of four.
      RankedItems ranked =
          recommender.recommend(
              new History(new int[] {0, 4, 8}, new float[] {1, 1, 1}),
              ItemMask.all(80),
              new int[] {0, 4, 8},
              10);
      assertThat(ranked.size()).isEqualTo(10);
      int own = 0;
      for (int rank = 0; rank < 10; rank++) {
        own += ranked.item(rank) % 4 == 0 ? 1 : 0;
        assertThat(ranked.because(rank)).isIn(0, 4, 8);
      }
      assertThat(own).isGreaterThanOrEqualTo(9);
      assertThat(recommender.recommend(History.EMPTY, ItemMask.all(80), new int[0], 10).size())
          .isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.waymark.training.Algorithms#names")
  void keepTheContractThatUploadsAreHeldTo(String algorithm) throws Exception {
    InteractionMatrix matrix = Planted.tastes(100, 30, 3, 8, true).toMatrix();
    Packages.write(folder, matrix, trained(matrix, algorithm), Content.NONE, Instant.EPOCH);
    ModelPackage.Limits limits = ModelPackage.Limits.DEFAULT;
    ModelPackage files = ModelPackage.read(folder, limits);
    RecommenderContract.ask(files.model(), files.items().size(), limits, Duration.ofMinutes(1));
  }

  @Test
  void ofPopularityRankForAnyone() throws Exception {
    InteractionMatrix matrix = Planted.fashion(100, 30, 8).toMatrix();
    Packages.write(folder, matrix, trained(matrix, "popularity"), Content.NONE, Instant.EPOCH);
    ModelPackage loaded = ModelPackage.read(folder, ModelPackage.Limits.DEFAULT);
    float[] counts = Popularity.counts(matrix, Popularity.Counting.CHOSEN, 0);
    try (OnnxRecommender recommender = OnnxRecommender.load(loaded)) {
      RankedItems ranked =
          recommender.recommend(History.EMPTY, ItemMask.all(counts.length), new int[0], 5);
      int[] expected = Evaluation.top(counts, 5);
      for (int rank = 0; rank < 5; rank++) {
        assertThat(ranked.item(rank)).isEqualTo(expected[rank]);
      }
    }
  }

  private static Trained with(Trained trained, Model model) {
    return new Trained(
        model,
        trained.algorithm(),
        trained.parameters(),
        trained.metrics(),
        trained.baseline(),
        trained.cut());
  }

  private void assertUnsound(InteractionMatrix matrix, Trained trained, String reason) {
    assertThatThrownBy(() -> Packages.write(folder, matrix, trained, Content.NONE, Instant.EPOCH))
        .isInstanceOf(UnsoundGraphException.class)
        .hasMessageContaining("nothing was published")
        .hasMessageContaining(reason);
    assertThat(folder.resolve(Manifest.FILE)).doesNotExist();
  }

  private static FoldIn equations(float a0, float lambda) {
    return new FoldIn(FoldIn.Loss.ALL_PAIRS, a0, lambda, 0, 1);
  }

  @Test
  void areNotFinishedWhereTheGraphGivesNoNumbers() {
    InteractionMatrix matrix = Planted.tastes(60, 40, 4, 12, true).toMatrix();
    Trained trained = trained(matrix, "ials");
    Factors factors = trained.model().factors().orElseThrow();
    // Fewer items than factors: without a0 and lambda the equations have no one solution.
    assertUnsound(
        matrix, with(trained, new IalsModel(factors, equations(0, 0))), "no finite numbers");
    float[] broken = factors.items().clone();
    broken[7] = Float.NaN;
    Factors holed = Factors.of(factors.width(), factors.users(), broken);
    assertUnsound(
        matrix, with(trained, new IalsModel(holed, equations(0.1f, 0.01f))), "no finite numbers");
  }

  @Test
  void areNotFinishedWhereTheGraphAnswersOtherwiseThanTheModel() {
    InteractionMatrix matrix = Planted.tastes(200, 80, 4, 15, true).toMatrix();
    Trained trained = trained(matrix, "ials");
    Factors factors = trained.model().factors().orElseThrow();
    Model asked = new IalsModel(factors, equations(0.1f, 0.01f));
    Model written = new IalsModel(factors, equations(0.1f, 0.011f));
    assertUnsound(matrix, with(trained, new Mixed(written, asked)), "away from the exact ones");
  }

  /// A model beside the graph of another.
  private record Mixed(Model written, Model asked) implements Model {
    @Override
    public Scorer scorer() {
      return asked.scorer();
    }

    @Override
    public RecommenderGraph graph() {
      return written.graph();
    }

    @Override
    public Exact exact() {
      return asked.exact();
    }

    @Override
    public Optional<Factors> factors() {
      return asked.factors();
    }
  }

  @Test
  void comeWithVectorsAsParquet() throws Exception {
    InteractionMatrix matrix = Planted.tastes(60, 40, 4, 12, true).toMatrix();
    Factors factors = trained(matrix, "ials").model().factors().orElseThrow();
    Path file = folder.resolve("it's users.parquet");
    Vectors.writeUsers(file, matrix, factors);
    try (Table table =
        TableFile.query(
            file,
            "SELECT count(*) AS rows, min(id) AS first, min(len(vector)) AS width,"
                + " any_value(typeof(vector)) AS type FROM $file")) {
      TableRow.Row row = (TableRow.Row) table.next().orElseThrow();
      assertThat(Cells.number(row.cell("rows"))).hasValue(60);
      assertThat(row.cell("first")).isEqualTo(new Cell.Text("user_0000"));
      assertThat(Cells.number(row.cell("width"))).hasValue(64);
      assertThat(row.cell("type")).isEqualTo(new Cell.Text("FLOAT[]"));
    }
  }
}
