package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import io.waymark.interactions.InteractionType;
import io.waymark.interactions.InteractionWeights;
import io.waymark.model.Manifest;
import io.waymark.training.TrainingOutcome.Trained;
import io.waymark.training.onnx.FoldIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On folders as Spark's job writes them; the vectors in them are learned here, in doubles.
class VectorTrainingTest {
  private static final int WIDTH = 8;
  private static final float ALPHA = 2;
  private static final float LAMBDA = 0.1f;

  @TempDir Path folder;

  private final InteractionMatrix matrix = Planted.tastes(120, 60, 4, 12, false).toMatrix();
  private final Cut cut = Cut.of(matrix, 5, 3);

  @BeforeEach
  void learn() throws IOException {
    about(Long.toString(LearnedVectors.checksum(matrix)), WIDTH);
    write("measured", learned(cut.training()));
    write("items", learned(matrix));
    held(cut);
  }

  private void about(String checksum, int width) throws IOException {
    Files.writeString(
        folder.resolve("about.jsonl"),
        """
        {"factors":%d,"alpha":%s,"lambda":%s,"iterations":3,"weights":"equal","checksum":"%s",\
        "entries":%d,"cut":"some","validation":"others","engine":"a test"}
        """
            .formatted(width, ALPHA, LAMBDA, checksum, matrix.entries().size()));
  }

  /// Three rounds of alternating between users and items, each the exact solve of the other's side.
  private static float[] learned(InteractionMatrix rows) {
    Csr byUser = rows.positives(InteractionMatrix.Weighting.EQUAL);
    Csr byItem = byUser.transposed();
    FoldIn equations = new FoldIn(FoldIn.Loss.MISSING_AS_ZERO, 1 / ALPHA, LAMBDA / ALPHA, 1, 1);
    SplittableRandom random = new SplittableRandom(3);
    float[] items = new float[rows.items().size() * WIDTH];
    for (int at = 0; at < items.length; at++) {
      items[at] = (float) random.nextGaussian();
    }
    try (Workers workers = new Workers(1)) {
      for (int round = 0; round < 3; round++) {
        float[] users = VectorTraining.users(byUser, of(items), equations, workers);
        items = VectorTraining.users(byItem, of(users), equations, workers);
      }
    }
    return items;
  }

  private static Factors of(float[] vectors) {
    return Factors.of(WIDTH, new float[0], vectors);
  }

  private void write(String name, float[] vectors) throws IOException {
    Path part = Files.createDirectories(folder.resolve(name)).resolve("part-00000.parquet");
    Files.writeString(folder.resolve(name).resolve(".part-00000.parquet.crc"), "no table");
    try (ParquetWriter writer =
        ParquetWriter.create(
            part,
            List.of(
                new ParquetColumn("id", ParquetColumn.Type.TEXT),
                new ParquetColumn("vector", ParquetColumn.Type.FLOATS)))) {
      for (int item = matrix.items().size() - 1; item >= 0; item--) {
        writer.row(
            matrix.items().get(item),
            Arrays.copyOfRange(vectors, item * WIDTH, (item + 1) * WIDTH));
      }
    }
  }

  private void held(Cut of) throws IOException {
    Path part = Files.createDirectories(folder.resolve("held")).resolve("part-00000.parquet");
    try (ParquetWriter writer =
        ParquetWriter.create(
            part,
            List.of(
                new ParquetColumn("user_id", ParquetColumn.Type.TEXT),
                new ParquetColumn("item_id", ParquetColumn.Type.TEXT)))) {
      for (int user = 0; user < of.held().rowCount(); user++) {
        for (int at = of.held().start(user); at < of.held().end(user); at++) {
          writer.row(matrix.users().get(user), matrix.items().get(of.held().column(at)));
        }
      }
    }
  }

  private TrainingOutcome run() throws IOException {
    return VectorTraining.run(matrix, folder, 2, Progress.NONE);
  }

  @Test
  void makesAPackageWhoseGraphAnswersAsTheLossSays() throws IOException {
    Trained trained = (Trained) run();
    assertThat(trained.algorithm()).isEqualTo("spark-als");
    assertThat(trained.metrics().users()).isEqualTo(cut.askedUsers().length);
    assertThat(trained.metrics().deciding()).isGreaterThan(1.5 * trained.baseline().deciding());
    assertThat(trained.parameters())
        .containsEntry("weights", "equal")
        .containsEntry("alpha", "2")
        .doesNotContainKey("checksum");
    Path written = Files.createDirectory(folder.resolve("package"));
    Manifest manifest =
        Packages.write(written, matrix, trained, Content.NONE, Instant.ofEpochSecond(7));
    assertThat(manifest.about().parameters()).containsEntry("engine", "a test");
    assertThat(manifest.about().algorithm()).isEqualTo("spark-als");
  }

  /// Vectors that saw what they are asked for would look better than they are.
  @Test
  void measuresTheVectorsThatWereLearnedWithoutWhatIsHeldOut() throws IOException {
    double honest = ((Trained) run()).metrics().deciding();
    write("measured", learned(matrix));
    assertThat(((Trained) run()).metrics().deciding()).isGreaterThan(1.1 * honest);
  }

  @Test
  void refusesWhatDoesNotBeatPopularity() throws IOException {
    float[] noise = new float[matrix.items().size() * WIDTH];
    SplittableRandom random = new SplittableRandom(9);
    for (int at = 0; at < noise.length; at++) {
      noise[at] = (float) random.nextGaussian();
    }
    write("measured", noise);
    assertThat(run()).isInstanceOf(TrainingOutcome.Refused.class);
  }

  @Test
  void refusesVectorsOfOtherInteractions() throws IOException {
    about("17", WIDTH);
    assertThatThrownBy(this::run)
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("was learned from other interactions");
    InteractionMatrix other = matrix.keeping(at -> at != 3);
    assertThat(LearnedVectors.checksum(other)).isNotEqualTo(LearnedVectors.checksum(matrix));
  }

  @Test
  void refusesAFolderThatIsNotFinished() throws IOException {
    about(Long.toString(LearnedVectors.checksum(matrix)), WIDTH + 1);
    assertThatThrownBy(this::run).hasMessageContaining("has a vector of 8 numbers, not 9");
    Files.delete(folder.resolve("about.jsonl"));
    assertThatThrownBy(this::run).hasMessageContaining("has no about.jsonl");
  }

  /// The job shares no class with us, so that it has the weights a second time.
  @Test
  void sparksJobWeighsTypesAsWeDo() throws IOException {
    Properties weights = new Properties();
    try (InputStream in =
        Files.newInputStream(
            Path.of("spark/src/main/resources/io/waymark/spark/weights.properties"))) {
      weights.load(in);
    }
    for (InteractionType type :
        List.of(
            InteractionType.VIEW,
            InteractionType.CLICK,
            InteractionType.CART,
            InteractionType.PURCHASE,
            InteractionType.LIKE,
            InteractionType.DISLIKE,
            InteractionType.REMOVE,
            InteractionType.IMPRESSION)) {
      assertThat(Double.parseDouble(weights.getProperty(type.value(), "none")))
          .as(type.value())
          .isEqualTo(InteractionWeights.of(type, OptionalDouble.empty()));
    }
    assertThat(weights).hasSize(8);
  }
}
