package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.interactions.Cell;
import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.Manifest;
import io.waymark.model.ModelPackage;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import io.waymark.model.RecommenderContract;
import io.waymark.model.scan.ScanPlan;
import io.waymark.model.scan.ScanRecommender;
import io.waymark.training.TrainingOutcome.Trained;
import io.waymark.training.onnx.FoldIn;
import io.waymark.training.onnx.RecommenderGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    assertKeepsTheContract(matrix, trained(matrix, algorithm));
  }

  @Test
  void ofTwoModelsKeepTheContractToo() throws Exception {
    InteractionMatrix matrix = Planted.tastes(100, 30, 3, 8, true).toMatrix();
    Trained vectors = trained(matrix, "ials");
    Model blend = new Blend(vectors.model(), 0.75, trained(matrix, "neighbours").model());
    assertKeepsTheContract(matrix, with(vectors, blend));
    assertThat(Files.readString(folder.resolve("scan.json"))).contains("blend");
  }

  private void assertKeepsTheContract(InteractionMatrix matrix, Trained trained) throws Exception {
    Packages.write(folder, matrix, trained, Content.NONE, Instant.EPOCH);
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
    Path users = folder.resolve("it's users.parquet");
    Vectors.writeUsers(users, matrix, factors);
    assertHolds(users, matrix.users(), factors.userRows());
    Path items = folder.resolve("items.parquet");
    Vectors.writeItems(items, matrix, factors);
    assertHolds(items, matrix.items(), factors.itemRows());
    assertThat(matrix.users().get(7)).isEqualTo("user_0007");
    assertThat(matrix.items().get(7)).isEqualTo("item_0007");
  }

  /// Every id with every number of its vector.
  private static void assertHolds(Path file, List<String> ids, float[][] vectors) throws Exception {
    try (Table table =
        TableFile.query(
            file,
            "SELECT id, typeof(vector) AS type,"
                + " array_to_string(vector, ' ') AS numbers FROM $file")) {
      for (int at = 0; at < ids.size(); at++) {
        TableRow.Row row = (TableRow.Row) table.next().orElseThrow();
        assertThat(row.cell("id")).isEqualTo(new Cell.Text(ids.get(at)));
        assertThat(row.cell("type")).isEqualTo(new Cell.Text("FLOAT[]"));
        Cell.Text numbers = (Cell.Text) row.cell("numbers");
        assertThat(Arrays.stream(numbers.value().split(" ")).map(Float::valueOf).toList())
            .containsExactly(boxed(Arrays.copyOf(vectors[at], 64)));
      }
      assertThat(table.next()).isEmpty();
    }
  }

  private static Float[] boxed(float[] numbers) {
    Float[] boxed = new Float[numbers.length];
    for (int at = 0; at < boxed.length; at++) {
      boxed[at] = numbers[at];
    }
    return boxed;
  }

  /// Of 200 users of a trained model at least 198 get the twenty items of the exact solution, in
  /// its order, from the graph and from the scan; and the scan's user vector is the exact one.
  @Test
  void foldUsersInAsTheExactSolutionDoes() throws Exception {
    InteractionMatrix matrix = Planted.tastes(200, 300, 5, 20, true).toMatrix();
    Settings settings = Settings.NONE.with("factors", 32).with("a0", 0.05).with("lambda", 0.01);
    Ials ials = new Ials();
    Model model;
    try (Workers workers = new Workers(2)) {
      Algorithm.Learner learner = ials.begin(matrix, settings, 1, workers);
      for (int round = 0; round < 10; round++) {
        learner.step();
      }
      model = learner.model();
    }
    Path file = folder.resolve(ModelPackage.MODEL);
    ScanPlan plan = model.graph().write(file);
    int items = matrix.items().size();
    int sameByGraph = 0;
    int sameByScan = 0;
    try (Recommender graph = OnnxRecommender.load(file, items);
        Recommender scan = ScanRecommender.load(file, plan, items)) {
      for (int user = 0; user < 200; user++) {
        Csr entries = matrix.entries();
        int begin = entries.start(user);
        int end = entries.end(user);
        int[] liked = Arrays.copyOfRange(entries.columns(), begin, end);
        float[] weights = entries.values(begin, end);
        History history = new History(liked, weights);
        double[] exact = model.exact().scores(liked, weights);
        int[] wanted = top(exact, 20);
        sameByGraph += Arrays.equals(wanted, itemsOf(ask(graph, history, items, 20))) ? 1 : 0;
        sameByScan += Arrays.equals(wanted, itemsOf(ask(scan, history, items, 20))) ? 1 : 0;
        assertSameVector(model.factors().orElseThrow(), ask(scan, history, items, items), exact);
      }
    }
    assertThat(sameByGraph).isGreaterThanOrEqualTo(198);
    assertThat(sameByScan).isGreaterThanOrEqualTo(198);
  }

  private static RankedItems ask(Recommender recommender, History history, int items, int count) {
    return recommender.recommend(history, ItemMask.all(items), new int[0], count);
  }

  private static int[] itemsOf(RankedItems ranked) {
    return IntStream.range(0, ranked.size()).map(ranked::item).toArray();
  }

  private static int[] top(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(item -> -scores[item]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// There are more items than axes, so that the scores of all items tell a vector: the one whose
  /// products with the items' they are.
  private static void assertSameVector(Factors factors, RankedItems ranked, double[] exact) {
    double[] scores = new double[exact.length];
    for (int rank = 0; rank < ranked.size(); rank++) {
      scores[ranked.item(rank)] = ranked.score(rank);
    }
    assertThat(ranked.size()).isEqualTo(exact.length);
    double[] found = vectorOf(factors, scores);
    double[] wanted = vectorOf(factors, exact);
    double error = 0;
    double norm = 0;
    for (int at = 0; at < wanted.length; at++) {
      error += Math.pow(found[at] - wanted[at], 2);
      norm += wanted[at] * wanted[at];
    }
    assertThat(Math.sqrt(error / norm)).isLessThanOrEqualTo(1e-3);
  }

  private static double[] vectorOf(Factors factors, double[] scores) {
    int width = factors.width();
    double[][] system = new double[width][width];
    double[][] side = new double[width][1];
    for (int item = 0; item < scores.length; item++) {
      float[] vector = factors.itemRows()[item];
      for (int row = 0; row < width; row++) {
        side[row][0] += vector[row] * scores[item];
        for (int column = 0; column <= row; column++) {
          system[row][column] += (double) vector[row] * vector[column];
        }
      }
    }
    double[][] solved = Ridge.solve(system, 0, side);
    return Arrays.stream(solved).mapToDouble(each -> each[0]).toArray();
  }
}
