package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.model.ModelPackage;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.content.AttributeSpace;
import io.waymark.model.content.ContentModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTrainingTest {
  private static final int GROUPS = 4;

  @TempDir Path folder;

  /// An item of the kind its number has, as [Planted] makes them.
  static CatalogueItem item(int item) {
    return item("item_%04d".formatted(item), "kind " + item % GROUPS);
  }

  private static CatalogueItem item(String id, String category) {
    return switch (CatalogueItem.parse(Map.of("item_id", id, "category", category))) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem parsed) -> parsed;
      case CatalogueItem.Parsed.Rejected rejected ->
          throw new IllegalStateException(rejected.toString());
    };
  }

  private static Catalogue catalogue(int items) {
    return Catalogue.of(
        Catalogue.Version.NONE,
        IntStream.range(0, items).mapToObj(ContentTrainingTest::item).toList());
  }

  @Test
  void ranksWhatNobodyMetByTaste() throws Exception {
    InteractionMatrix matrix = Planted.tastes(200, 120, GROUPS, 15, true).toMatrix();
    Content content = ContentTraining.learn(matrix, catalogue(160), 1);
    assertThat(content.metrics().get("new_items.ndcg@10"))
        .isGreaterThan(1.5 * content.baseline().getOrDefault("new_items.ndcg@10", 1.0));
    Path file = folder.resolve(ModelPackage.CONTENT);
    content.model().orElseThrow().write(file);
    ContentModel read = ContentModel.read(file);
    AttributeSpace.Reader reader = read.space().reader();
    for (int kind = 0; kind < GROUPS; kind++) {
      float[] wanted =
          read.wanted(List.of(reader.positions(item(kind)), reader.positions(item(kind + GROUPS))));
      double own = ContentModel.score(wanted, reader.positions(item(140 + kind)));
      for (int other = 1; other < GROUPS; other++) {
        assertThat(ContentModel.score(wanted, reader.positions(item(140 + kind + other))))
            .isLessThan(own);
      }
    }
  }

  @Test
  void isLeftOutWhereAttributesSayNothing() {
    InteractionMatrix matrix = Planted.tastes(200, 120, GROUPS, 15, true).toMatrix();
    int left = 0;
    for (int seed = 0; seed < 8; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Catalogue shuffled =
          Catalogue.of(
              Catalogue.Version.NONE,
              IntStream.range(0, 120)
                  .mapToObj(at -> item("item_%04d".formatted(at), "kind " + random.nextInt(GROUPS)))
                  .toList());
      Content content = ContentTraining.learn(matrix, shuffled, 1);
      double learned = content.metrics().getOrDefault("new_items.ndcg@10", 0.0);
      double popular = content.baseline().getOrDefault("new_items.ndcg@10", 0.0);
      assertThat(content.model().isPresent()).as("seed " + seed).isEqualTo(learned > popular);
      left += content.model().isPresent() ? 0 : 1;
    }
    assertThat(left).as("times left out of 8").isPositive();
    Catalogue bare =
        Catalogue.of(
            Catalogue.Version.NONE,
            IntStream.range(0, 120)
                .mapToObj(at -> item("item_%04d".formatted(at), "only " + at))
                .toList());
    assertThat(ContentTraining.learn(matrix, bare, 1).model()).isEmpty();
    assertThat(ContentTraining.learn(matrix, Catalogue.EMPTY, 1)).isEqualTo(Content.NONE);
  }

  @Test
  void isTheSameEveryTime() throws Exception {
    InteractionMatrix matrix = Planted.tastes(100, 120, GROUPS, 15, true).toMatrix();
    Content once = ContentTraining.learn(matrix, catalogue(130), 3);
    Content again = ContentTraining.learn(matrix, catalogue(130), 3);
    assertThat(again.metrics()).isEqualTo(once.metrics());
    int[] item = once.model().orElseThrow().space().reader().positions(item(1));
    assertThat(again.model().orElseThrow().wanted(List.of(item)))
        .isEqualTo(once.model().orElseThrow().wanted(List.of(item)));
  }

  @Test
  void solvesTheNormalEquations() {
    for (int width : new int[] {1, 2, 7, 17}) {
      SplittableRandom random = new SplittableRandom(width);
      double[][] gram = new double[width][width];
      for (int row = 0; row < 3; row++) {
        double[] vector = random.doubles(width).toArray();
        for (int at = 0; at < width; at++) {
          for (int to = 0; to < width; to++) {
            gram[at][to] += vector[at] * vector[to];
          }
        }
      }
      double[][] right =
          IntStream.range(0, width)
              .mapToObj(_ -> random.doubles(3).toArray())
              .toArray(double[][]::new);
      double[][] solved = Ridge.solve(gram, 0.5, right);
      for (int row = 0; row < width; row++) {
        for (int column = 0; column < 3; column++) {
          double product = 0.5 * solved[row][column];
          for (int at = 0; at < width; at++) {
            product += gram[row][at] * solved[at][column];
          }
          assertThat(product).isEqualTo(right[row][column], Offset.offset(1e-9));
        }
      }
    }
  }
}
