package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.cli.demo.SampleData.Visit;
import io.waymark.training.InteractionFiles;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.Metrics;
import io.waymark.training.Progress;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import io.waymark.training.TrainingOptions;
import io.waymark.training.TrainingOutcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleDataTest {
  private static final Instant END = Instant.parse("2026-06-01T00:00:00Z");

  private final SampleData data = SampleData.until(END);

  @TempDir Path folder;

  @Test
  void isTheSameForTheSameMoment() {
    assertThat(SampleData.until(END)).isEqualTo(data);
  }

  @Test
  void hasWhatTheDemoSaysItHas() {
    assertThat(data.shop().items()).hasSize(500);
    assertThat(data.shop().items().stream().map(ShopItem::name)).doesNotHaveDuplicates();
    assertThat(data.visits()).hasSize(SampleData.INTERACTIONS);
    assertThat(data.visits().stream().map(Visit::user).distinct()).hasSize(400);
    assertThat(data.visits().stream().map(Visit::type).distinct())
        .containsExactlyInAnyOrder("view", "click", "cart", "purchase");
    assertThat(data.visits())
        .allSatisfy(
            visit -> assertThat(visit.time()).isBetween(END.minus(Duration.ofDays(60)), END));
    assertThat(data.visits()).doesNotHaveDuplicates();
  }

  @Test
  void givesItsUserAClearTaste() {
    Map<String, String> styles =
        data.shop().items().stream().collect(Collectors.toMap(ShopItem::id, ShopItem::style));
    List<Visit> own =
        data.visits().stream().filter(visit -> visit.user().equals(SampleData.USER)).toList();
    assertThat(own.size()).isBetween(20, 40);
    assertThat(own)
        .filteredOn(
            visit ->
                List.of(SampleData.FAVOURITE, SampleData.SECOND_FAVOURITE)
                    .contains(styles.get(visit.item())))
        .hasSizeGreaterThan(own.size() * 3 / 4);
    assertThat(own).noneMatch(visit -> data.purchase().style().equals(styles.get(visit.item())));
  }

  @Test
  void letsAModelBeatPopularityClearly() throws Exception {
    Path file = folder.resolve("interactions.parquet");
    data.writeInteractions(file);
    InteractionMatrix matrix = new InteractionFiles(Clock.systemUTC()).rows(file).toMatrix();
    TrainingOutcome outcome =
        new Training(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)) // whose time never runs out
            .run(
                matrix,
                new TrainingOptions(
                    "auto", Settings.NONE, TrainingOptions.DEFAULT_SEED, 2, Duration.ofSeconds(20)),
                Progress.NONE);
    assertThat(outcome).isInstanceOf(TrainingOutcome.Trained.class);
    TrainingOutcome.Trained trained = (TrainingOutcome.Trained) outcome;
    assertThat(trained.metrics().get(Metrics.DECIDING))
        .isGreaterThan(3 * trained.baseline().get(Metrics.DECIDING));
  }
}
